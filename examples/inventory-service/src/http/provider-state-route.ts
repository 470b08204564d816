import type { FastifyInstance } from 'fastify';
import { PROVIDER_STATES } from '../provider-states.ts';
import { refuse } from './answer.ts';
import type { Dependencies } from './dependencies.ts';

const REQUEST = {
  type: 'object',
  required: ['state'],
  properties: { state: { type: 'string' }, params: { type: 'object' } },
};

/**
 * Lets a verifier in another process set a provider state. It deletes data, so it exists only when
 * `PROVIDER_STATES=on`, which belongs to tests and never to a deployment.
 */
export function providerStateRoute(app: FastifyInstance, { database, config }: Dependencies): void {
  if (!config.providerStates) return;
  app.post<{ Body: { state: string; params?: Record<string, unknown> } }>(
    '/provider-states',
    { schema: { body: REQUEST } },
    async (request, reply) => {
      const { state, params = {} } = request.body;
      const setUp = Object.hasOwn(PROVIDER_STATES, state) ? PROVIDER_STATES[state] : undefined;
      if (setUp === undefined) {
        return refuse(reply, 404, 'UNKNOWN_STATE', `no provider state is named "${state}"`);
      }
      await setUp(database, params);
      return reply.code(204).send();
    },
  );
}
