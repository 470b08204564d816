import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { Database } from '../src/database/database.ts';
import { applySnapshot, type SnapshotLevel } from '../src/inventory/snapshot.ts';

export const ADMIN = { authorization: 'Bearer admin-secret' };

export interface Running {
  readonly url: string;
  readonly app: ReturnType<typeof buildApp>;
  /** Parsed log lines. */
  readonly logs: Record<string, unknown>[];
  close(): Promise<void>;
}

/** The app on a real port, on a database that the test owns. */
export async function start(
  database: Database,
  env: Record<string, string> = {},
  now: () => Date = () => new Date(),
): Promise<Running> {
  const logs: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => logs.push(JSON.parse(line)) });
  const config = readConfig({ ADMIN_TOKEN: 'admin-secret', SERVICE_VERSION: '1.2.3', ...env });
  const app = buildApp({ database, config, now }, log);
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' });
  return { url, app, logs, close: () => app.server.close() };
}

/** Replaces all stock; reservations are closed. */
export async function stockUp(
  database: Database,
  levels: Record<string, Record<string, number>>,
): Promise<void> {
  const stock: SnapshotLevel[] = Object.entries(levels).flatMap(([sku, warehouses]) =>
    Object.entries(warehouses).map(([warehouse, onHand]) => ({
      sku,
      warehouse,
      onHand,
      reserved: 0,
    })),
  );
  await database.script('delete from reservations');
  await applySnapshot(database, { exportedAt: new Date(), stock, reservations: [] }, new Date());
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
  readonly body: any;
}

export async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
