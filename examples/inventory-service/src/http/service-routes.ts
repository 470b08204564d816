import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { Dependencies } from './dependencies.ts';

const DOCUMENT = new URL('../../openapi.yaml', import.meta.url);

/** What is asked about the service itself: its health and its document. */
export function serviceRoutes(
  app: FastifyInstance,
  { database, config }: Dependencies,
  draining: () => boolean,
): void {
  app.get('/health', async (_request, reply) => {
    const status = draining() ? 'draining' : await databaseStatus(database);
    return reply
      .code(status === 'ok' ? 200 : 503)
      .send({ status, version: config.version, database: database.kind });
  });

  app.get('/openapi.yaml', async (_request, reply) =>
    reply.type('application/yaml').send(await readFile(DOCUMENT, 'utf8')),
  );
}

async function databaseStatus(database: Dependencies['database']): Promise<'ok' | 'unavailable'> {
  try {
    await database.query('select 1');
    return 'ok';
  } catch {
    return 'unavailable';
  }
}
