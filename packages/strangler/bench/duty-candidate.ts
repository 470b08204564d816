import type { WrittenRouteTable } from '../src/index.ts';

/**
 * Runs the proxy with one duty, or with none, and prints its port.
 *
 *   duty-candidate.ts NAME UPSTREAM_URL URL_OF_THE_BUILT_PACKAGE JSON_OF_THE_TABLE_WITHOUT_UPSTREAMS JSON_OF_TLS
 */
const [name, upstream = '', built = '', json = '{}', tls = 'null'] = process.argv.slice(2);
const { createProxy, loadRoutes } = (await import(built)) as typeof import('../src/index.ts');
const written = JSON.parse(json) as Partial<WrittenRouteTable>;
const proxy = await createProxy({
  table: loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith: upstream },
    routes: [{ match: '/**', state: 'monolith' }],
    ...written,
  }),
  port: 0,
  ...(tls === 'null' ? {} : { tls: JSON.parse(tls) }),
  // A partner that is away would make the duty cheaper than it is.
  log: (level, message, fields) => {
    if (level === 'warn') process.stderr.write(`${name}: ${message} ${JSON.stringify(fields)}\n`);
  },
});
process.on('SIGINT', () => process.exit(0));
process.stdout.write(`${new URL(proxy.url).port}\n`);
