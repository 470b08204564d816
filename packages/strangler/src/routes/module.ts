import { spawnSync } from 'node:child_process';
import { ProxyError } from '../model/error.ts';

const SCRIPT = `const { pathToFileURL } = await import('node:url');
const file = process.argv.at(-1);
const { default: main, routes } = await import(pathToFileURL(file).href);
const { writeFileSync } = await import('node:fs');
writeFileSync(3, JSON.stringify(routes ?? main) ?? '');`;
const PATIENCE_MS = 20_000;

export function isModule(file: string): boolean {
  return /\.(?:ts|mts|js|mjs)$/.test(file);
}

/**
 * The table that a module exports as `routes` or by default. It runs in a process of its own, so
 * that each reload sees the file as it is now, and only what JSON can say comes back.
 *
 * @throws ProxyError PROXY_ROUTES_SYNTAX
 */
export function readModule(file: string): unknown {
  const conditions = process.execArgv.filter((argument) => argument.startsWith('--conditions='));
  const { status, stderr, output } = spawnSync(
    process.execPath,
    [
      ...conditions,
      '--experimental-strip-types',
      '--no-warnings',
      '--input-type=module',
      '--eval',
      SCRIPT,
      '--',
      file,
    ],
    { encoding: 'utf8', timeout: PATIENCE_MS, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const json = output?.[3] ?? '';
  if (status === 0 && json !== '') return JSON.parse(json) as unknown;
  const why = /^\w*Error.*$/m.exec(stderr)?.[0] ?? 'it exports neither `routes` nor a default';
  throw new ProxyError(
    'PROXY_ROUTES_SYNTAX',
    `${file}: ${why}`,
    'Export a table: `export const routes = defineRoutes({ … })`.',
  );
}
