import { stringify } from 'yaml';
import { type Deployable, PROXY } from './deployable.ts';
import { type ProxyPart, type Scaffold, WRITTEN_BY } from './model.ts';
import { policyOf, proxyPolicy } from './network-policies.ts';

/** Plain manifests, one file for each: kubectl apply -f k8s/. */
export const kubernetes: Scaffold = {
  name: 'kubernetes',
  files: ({ deployables, proxy }) => [
    ...deployables.map((one) => ({ path: `k8s/${one.name}.yaml`, content: text(manifests(one)) })),
    ...(proxy === undefined
      ? []
      : [{ path: `k8s/${PROXY}.yaml`, content: text(proxyManifests(proxy)) }]),
  ],
};

function text(objects: readonly object[]): string {
  const documents = objects.map((one) =>
    stringify(one, { lineWidth: 0, aliasDuplicateObjects: false }),
  );
  return `# ${WRITTEN_BY}\n${documents.join('---\n')}`;
}

function manifests(one: Deployable): object[] {
  const { name, port } = one;
  return [
    account(name),
    deployment(one),
    service(name, [{ name: 'http', port, targetPort: 'http' }]),
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels(name) } },
    },
    policyOf(one),
  ];
}

const labels = (name: string): object => ({ 'app.kubernetes.io/name': name });

function account(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name },
    automountServiceAccountToken: false,
  };
}

function service(name: string, ports: readonly object[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: labels(name), ports },
  };
}

function deployment({ name, port, health, calls }: Deployable): object {
  const probe = (failures: number, period: number): object => ({
    httpGet: { path: health, port: 'http' },
    periodSeconds: period,
    failureThreshold: failures,
  });
  return workload(
    name,
    2,
    {},
    {
      name,
      image: `${name}:replace-me`,
      ports: [{ name: 'http', containerPort: port }],
      env: [
        { name: 'PORT', value: String(port) },
        ...calls.flatMap((to) =>
          to.env.map((key) => ({ name: key, value: `http://${to.name}:${to.port}` })),
        ),
      ],
      // Secrets come from a Secret of its name, never from this file.
      envFrom: [{ secretRef: { name, optional: true } }],
      startupProbe: probe(30, 2),
      readinessProbe: probe(2, 5),
      livenessProbe: probe(6, 10),
      resources: {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { memory: '512Mi' },
      },
      securityContext: LOCKED,
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
  );
}

const LOCKED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

function workload(
  name: string,
  replicas: number,
  spec: object,
  main: object,
  volumes: readonly object[] = [],
): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: labels(name) },
    spec: {
      replicas,
      ...spec,
      selector: { matchLabels: labels(name) },
      template: {
        metadata: { labels: labels(name) },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 30,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            fsGroup: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [main],
          volumes: [{ name: 'tmp', emptyDir: {} }, ...volumes],
        },
      },
    },
  };
}

/** One proxy with its states on a volume; a new one starts when the old one has let go of them. */
function proxyManifests({ table, upstreams }: ProxyPart): object[] {
  return [
    account(PROXY),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${PROXY}-table` },
      data: { 'routes.yaml': table },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: `${PROXY}-state` },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
    workload(
      PROXY,
      1,
      { strategy: { type: 'Recreate' } },
      {
        name: PROXY,
        image: `${PROXY}:replace-me`,
        args: [
          ...['proxy', '/etc/ashlar/routes.yaml', '--host', '0.0.0.0', '--port', '8080'],
          ...[
            '--state',
            '/var/lib/ashlar/state.json',
            '--recordings',
            '/var/lib/ashlar/recordings',
          ],
        ],
        ports: [{ name: 'http', containerPort: 8080 }],
        envFrom: [{ secretRef: { name: PROXY, optional: true } }],
        readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 5 },
        livenessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 10, failureThreshold: 6 },
        resources: { requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '1Gi' } },
        securityContext: LOCKED,
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          { name: 'table', mountPath: '/etc/ashlar', readOnly: true },
          { name: 'state', mountPath: '/var/lib/ashlar' },
        ],
      },
      [
        { name: 'table', configMap: { name: `${PROXY}-table` } },
        { name: 'state', persistentVolumeClaim: { claimName: `${PROXY}-state` } },
      ],
    ),
    service(PROXY, [{ name: 'http', port: 80, targetPort: 'http' }]),
    proxyPolicy(upstreams),
  ];
}
