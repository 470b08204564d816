import { ok } from '../http/reply.ts';
import type { Resource } from '../http/resource.ts';
import { collectMetrics, storeGauges } from '../store/metrics.ts';

export const metrics: Resource = {
  path: '/metrics',
  methods: { GET: { run: async (x) => ok(await collectMetrics(x.s)) } },
};

/** For scrapers; `/metrics` itself is JSON, as the protocol has it. */
export const prometheusMetrics: Resource = {
  path: '/metrics/prometheus',
  provides: ['text/plain'],
  methods: {
    GET: {
      async run(x) {
        const gauges = Object.entries(await storeGauges(x.s)).map(
          ([name, { help, value }]) =>
            `# HELP pact_broker_${name} ${help}\n# TYPE pact_broker_${name} gauge\npact_broker_${name} ${value}\n`,
        );
        const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
        return { ...ok(gauges.join('') + x.metrics.text()), headers };
      },
    },
  },
};
