import { type Deployable, PROXY } from './deployable.ts';

const pods = (name: string): object => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
});
const tcp = (port: number): object => ({ protocol: 'TCP', port });

/** Names have to be looked up; nothing else leaves without a contract. */
const DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

/** Who may come in is who has a contract with it, and the proxy; it may go out to whom it has one with. */
export function policyOf({ name, port, calls, calledBy }: Deployable): object {
  return policy(
    name,
    calledBy.map((from) => ({ from: [pods(from)], ports: [tcp(port)] })),
    calls.map((to) => ({ to: [pods(to.name)], ports: [tcp(to.port)] })),
  );
}

/** Everybody may come to the proxy; its admin address is nobody's but the pod's own. */
export function proxyPolicy(upstreams: readonly Deployable[]): object {
  return policy(
    PROXY,
    [{ ports: [tcp(8080)] }],
    upstreams.map(({ name, port }) => ({ to: [pods(name)], ports: [tcp(port)] })),
  );
}

function policy(name: string, ingress: readonly object[], egress: readonly object[]): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
      policyTypes: ['Ingress', 'Egress'],
      ingress,
      egress: [DNS, ...egress],
    },
  };
}
