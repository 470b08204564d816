import type { FastifyInstance } from 'fastify';
import { BackfillError, backfill } from '../backfill.ts';
import { type MovementRequest, recordMovement } from '../inventory/movements.ts';
import { takeSnapshot } from '../inventory/snapshot.ts';
import { requireAdmin } from './admin-token.ts';
import { refuse, refuseInvalid } from './answer.ts';
import type { Dependencies } from './dependencies.ts';
import { TEXT } from './text.ts';

const MOVEMENT = {
  type: 'object',
  required: ['sku', 'warehouse', 'quantity', 'reason'],
  properties: {
    sku: TEXT,
    warehouse: TEXT,
    quantity: {
      type: 'integer',
      minimum: -1_000_000,
      maximum: 1_000_000,
      not: { const: 0 },
    },
    reason: TEXT,
  },
};

const LONGEST_REASON = 200;

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
      const { sku, warehouse, quantity } = request.body;
      const reason = request.body.reason.trim();
      if (reason === '' || reason.length > LONGEST_REASON) {
        const message = `must have 1 to ${LONGEST_REASON} characters beside blanks around it`;
        return refuseInvalid(reply, [{ path: '/reason', message }]);
      }
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
