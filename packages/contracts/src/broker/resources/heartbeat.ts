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
        // Without a charset: monitors have been told to compare this literally.
        return { ...ok(body), headers: { 'content-type': 'application/hal+json' } };
      },
    },
  },
};

/** What the broker stands on, which is the store. */
export const dependencies: Resource = {
  path: '/diagnostic/status/dependencies',
  allow: 'GET',
  methods: {
    GET: {
      async run(x) {
        await x.s.db.get('SELECT 1 AS one');
        const body = { database: { ok: true }, _links: { self: { href: x.url } } };
        return { ...ok(body), headers: { 'content-type': 'application/hal+json' } };
      },
    },
  },
};
