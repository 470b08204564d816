import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expectThat } from './frame/failure.ts';
import { listeningLine, REPOSITORY, type Stage } from './stage.ts';

const MAIN = join(REPOSITORY, 'examples/inventory-service/src/main.ts');

/** A running inventory service. */
export interface Inventory {
  readonly url: string;
  readonly port: string;
  readonly token: string;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<number | null>;
}

export async function startInventory(
  { supervisor }: Stage,
  options: {
    readonly name: string;
    readonly version: string;
    /** A free one unless given. */
    readonly port?: string;
    readonly env?: Record<string, string>;
  },
): Promise<Inventory> {
  const token = randomBytes(16).toString('hex');
  const running = await supervisor.start({
    name: options.name,
    command: process.execPath,
    args: [MAIN],
    env: {
      PORT: options.port ?? '0',
      SERVICE_VERSION: options.version,
      ADMIN_TOKEN: token,
      LOG_LEVEL: 'warn',
      ...options.env,
    },
    ready: listeningLine,
  });
  const url = running.value.listening ?? '';
  return { url, port: new URL(url).port, token, signal: running.signal, stop: running.stop };
}

/** Copies the monolith's stock and holds into the service; repeatable. */
export async function backfill(
  { narrator }: Stage,
  inventory: Inventory,
  from: { readonly url: string; readonly adminToken: string },
): Promise<void> {
  const response = await fetch(`${inventory.url}/admin/backfill`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${inventory.token}`,
    },
    body: JSON.stringify({ from: from.url, token: from.adminToken }),
  });
  const text = await response.text();
  expectThat(response.status === 200, `the backfill answered ${response.status}: ${text}`);
  const counts = JSON.parse(text) as Record<string, number>;
  narrator.say(
    `backfill from ${from.url}: ${counts.stock} levels and ${counts.reservations} holds read, ${counts.changed} written, ${counts.removed} removed`,
  );
  expectThat(
    counts.unexplained === 0,
    `${counts.unexplained} levels have reserved units that no hold explains`,
  );
}
