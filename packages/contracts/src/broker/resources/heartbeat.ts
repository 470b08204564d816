import { ok } from '../http/reply.ts';
import type { Resource } from '../http/resource.ts';

/** Alive, and able to read the store. */
export const heartbeat: Resource = {
  path: '/diagnostic/status/heartbeat',
  methods: {
    GET: {
      async run(x) {
        await x.s.db.get('SELECT 1 AS one');
        const body = { ok: true, _links: { self: { href: x.url } } };
        return ok(body);
      },
    },
  },
};
