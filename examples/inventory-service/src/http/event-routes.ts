import type { FastifyInstance } from 'fastify';
import { CLOUD_EVENT_MEDIA_TYPE } from '../events/cloud-event.ts';
import { consume } from '../events/consume.ts';
import { refuse, refuseInvalid } from './answer.ts';
import type { Dependencies } from './dependencies.ts';

export function eventRoutes(app: FastifyInstance, { database, now }: Dependencies): void {
  app.addContentTypeParser(
    CLOUD_EVENT_MEDIA_TYPE,
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );

  app.post('/events', async (request, reply) => {
    if (!request.headers['content-type']?.toLowerCase().startsWith(CLOUD_EVENT_MEDIA_TYPE)) {
      const message = `events come as ${CLOUD_EVENT_MEDIA_TYPE}`;
      return refuse(reply, 415, 'UNSUPPORTED_MEDIA_TYPE', message);
    }
    const result = await consume(database, request.body, now());
    if (result.kind === 'invalid') return refuseInvalid(reply, result.issues);
    request.log.info({ eventId: result.event.id, outcome: result.outcome }, 'event taken');
    return reply.code(202).send({ eventId: result.event.id, outcome: result.outcome });
  });
}
