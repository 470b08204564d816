import type { FastifyInstance } from 'fastify';
import { BackfillError, backfill } from '../backfill.ts';
import { type MovementRequest, recordMovement } from '../inventory/movements.ts';
import { takeSnapshot } from '../inventory/snapshot.ts';
import { requireAdmin } from './admin-token.ts';
import { refuse } from './answer.ts';
import type { Dependencies } from './dependencies.ts';

const MOVEMENT = {
  type: 'object',
  required: ['sku', 'warehouse', 'quantity', 'reason'],
  properties: {
    sku: { type: 'string', minLength: 1, maxLength: 64 },
    warehouse: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    quantity: {
      type: 'integer',
      minimum: -1_000_000,
      maximum: 1_000_000,
      not: { const: 0 },
    },
    reason: { type: 'string', pattern: '^[^\\u0000]{1,200}$' },
  },
};

const BACKFILL = {
  type: 'object',
  required: ['from'],
  properties: {
    from: { type: 'string', pattern: '^https?://' },
    token: { type: 'string', minLength: 1 },
  },
};

export function adminRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { database, config, now } = dependencies;
  const preValidation = requireAdmin(config.adminToken);

  app.post<{ Body: MovementRequest }>(
    '/inventory/movements',
    { schema: { body: MOVEMENT }, preValidation },
    async (request, reply) => {
      const { sku, warehouse, quantity, reason } = request.body;
      const moved = await recordMovement(database, { sku, warehouse, quantity, reason }, now());
      switch (moved.kind) {
        case 'recorded':
          return reply.code(201).send(moved.movement);
        case 'unknown-sku':
          return refuse(reply, 404, 'UNKNOWN_SKU', `no stock is kept of ${sku}`);
        case 'unknown-warehouse':
          return refuse(reply, 404, 'UNKNOWN_WAREHOUSE', `there is no warehouse ${warehouse}`);
        case 'out-of-range': {
          const message = `${warehouse} has ${moved.onHand} of ${sku}, ${moved.reserved} of them held`;
          return refuse(reply, 409, 'NEGATIVE_STOCK', message);
        }
      }
    },
  );

  app.get('/inventory/export', { preValidation }, () => takeSnapshot(database, now()));

  app.post<{ Body: { from: string; token?: string } }>(
    '/admin/backfill',
    { schema: { body: BACKFILL }, preValidation },
    async (request, reply) => {
      const { from, token } = request.body;
      const source = { from, token, trace: request.trace };
      try {
        return await backfill(database, source, now());
      } catch (error) {
        if (!(error instanceof BackfillError)) throw error;
        return refuse(reply, 502, error.code, error.message);
      }
    },
  );
}
