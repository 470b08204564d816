import { ok } from '../http/reply.ts';
import type { Resource } from '../http/resource.ts';
import { collectMetrics } from '../store/metrics.ts';

export const metrics: Resource = {
  path: '/metrics',
  methods: { GET: { run: async (x) => ok(await collectMetrics(x.s)) } },
};
