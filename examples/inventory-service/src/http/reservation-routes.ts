import type { FastifyInstance } from 'fastify';
import type { Line } from '../inventory/allocation.ts';
import { release, reserve } from '../inventory/reservations.ts';
import { refuse } from './answer.ts';
import type { Dependencies } from './dependencies.ts';
import { TEXT } from './text.ts';

const REQUEST = {
  type: 'object',
  required: ['orderId', 'lines'],
  properties: {
    orderId: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        required: ['sku', 'quantity'],
        properties: {
          sku: TEXT,
          quantity: { type: 'integer', minimum: 1, maximum: 1_000_000 },
        },
      },
    },
  },
};

export function reservationRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { database, config, now } = dependencies;

  app.post<{ Body: { orderId: number; lines: Line[] } }>(
    '/inventory/reservations',
    { schema: { body: REQUEST } },
    async (request, reply) => {
      const timing = { now: now(), seconds: config.reservationSeconds };
      const result = await reserve(database, request.body, timing);
      if (result.kind === 'short') {
        return reply.code(409).send({
          code: 'INSUFFICIENT_STOCK',
          message: `order ${request.body.orderId} asks for more than is available`,
          shortages: result.shortages,
        });
      }
      return reply.code(result.kind === 'created' ? 201 : 200).send(result.reservation);
    },
  );

  app.delete<{ Params: { reservationId: string } }>(
    '/inventory/reservations/:reservationId',
    async (request, reply) => {
      const { reservationId } = request.params;
      if (await release(database, reservationId, now())) return reply.code(204).send();
      return refuse(reply, 404, 'UNKNOWN_RESERVATION', `no held reservation ${reservationId}`);
    },
  );
}
