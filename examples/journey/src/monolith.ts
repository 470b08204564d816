import { join } from 'node:path';
import { expectThat } from './frame/failure.ts';
import { listeningLine, REPOSITORY, type Stage } from './stage.ts';

const MAIN = join(REPOSITORY, 'examples/monolith/src/main.ts');
/** The administrator of the shop's demo seed. */
const ADMIN = { email: 'admin@granite.example', password: 'granite-demo-admin' };

export interface Monolith {
  readonly url: string;
  /** Bearer token of an administrator. */
  readonly adminToken: string;
  stop(): Promise<number | null>;
}

export async function startMonolith(
  { supervisor }: Stage,
  options: { readonly name?: string; readonly env?: Record<string, string> } = {},
): Promise<Monolith> {
  const running = await supervisor.start({
    name: options.name ?? 'monolith',
    command: process.execPath,
    args: [MAIN],
    env: { PORT: '0', JOBS: 'off', LOG_LEVEL: 'warn', ...options.env },
    ready: listeningLine,
  });
  const url = running.value.listening ?? '';
  return { url, adminToken: await login(url), stop: running.stop };
}

async function login(url: string): Promise<string> {
  const response = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  const body = (await response.json()) as { token?: string };
  expectThat(
    body.token !== undefined,
    `POST ${url}/auth/login answered ${response.status}: ${JSON.stringify(body)}`,
  );
  return body.token;
}
