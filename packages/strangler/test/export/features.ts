import { exportTable } from '../../src/export/export-table.ts';
import {
  loadRoutes,
  type RouteTable,
  type WrittenRoute,
  type WrittenRouteTable,
} from '../../src/index.ts';

export type Route = Partial<WrittenRoute>;

export function tableOf(route: Route, more: Partial<WrittenRouteTable> = {}): RouteTable {
  return loadRoutes({
    schemaVersion: 1,
    upstreams: {
      monolith: 'http://monolith.internal:3000',
      orders: 'http://10.0.0.7:4000',
      h2: { url: 'http://h2.internal:5000', http2: true },
      tls: 'https://tls.internal',
      own: { url: 'http://own.internal:6000', preserveHost: false },
    },
    ...more,
    routes: [
      { id: 'orders', match: '/orders/**', service: 'orders', state: 'service', ...route },
      { id: 'rest', match: '/**', state: 'monolith' },
    ],
  } as WrittenRouteTable);
}

export const textOf = (route: Route, target: string): string =>
  exportTable(tableOf(route), target)
    .files.map(({ content }) => content)
    .join('\n');

/** Whatever a route can say: it shows in the export, or a problem names it. */
export const FEATURES: [name: string, route: Route, named: string][] = [
  ['a path', { match: '/carts/**' }, 'match'],
  ['an exact path', { match: '/orders' }, 'match'],
  ['a parameter in a path', { match: '/orders/:id/lines' }, 'match'],
  ['methods', { methods: ['GET', 'HEAD'] }, 'methods'],
  ['a host', { host: 'shop.example' }, 'host'],
  ['hosts', { host: '*.shop.example' }, 'host'],
  ['a header', { headers: { 'X-Tenant': 'acme' } }, 'headers'],
  ['a header that is there', { headers: { 'X-Tenant': '*' } }, 'headers'],
  ['a query parameter', { query: { beta: '1' } }, 'query'],
  ['a cookie', { cookies: { trial: 'yes' } }, 'cookies'],
  ['a claim', { claims: { sub: 'ann' } }, 'claims'],
  ['shadow', { state: 'shadow' }, 'mirror'],
  ['a share of copies', { state: 'shadow', shadow: { sample: 0.25 } }, 'mirror'],
  ['a canary', { state: 'canary', percent: 12.5 }, 'canary'],
  ['a canary by header', { state: 'canary', percent: 20, sticky: { header: 'x-user' } }, 'sticky'],
  ['a canary by cookie', { state: 'canary', percent: 20, sticky: { cookie: 'visitor' } }, 'sticky'],
  ['a canary by claim', { state: 'canary', percent: 20, sticky: { claim: 'sub' } }, 'sticky.claim'],
  ['dark, by header', { state: 'dark', allow: ['ann'], sticky: { header: 'x-user' } }, 'allow'],
  ['dark, by cookie', { state: 'dark', allow: ['ann'], sticky: { cookie: 'visitor' } }, 'allow'],
  ['dark, by address', { state: 'dark', allow: ['10.1.2.3'] }, 'allow'],
  ['a deny list', { deny: ['ann'], sticky: { header: 'x-user' } }, 'deny'],
  ['another service', { service: 'own' }, 'service'],
  ['a service with TLS', { service: 'tls' }, 'tls'],
  ['a service with HTTP/2', { service: 'h2' }, 'http2'],
  ['a limit for bodies', { limits: { bodyBytes: 4096 } }, 'limits.bodyBytes'],
  ['a time to connect', { timeouts: { connectMs: 7654 } }, 'timeouts'],
  ['a time for all of it', { timeouts: { totalMs: 7000 } }, 'timeouts'],
  ['a time of silence', { timeouts: { idleMs: 76_543 } }, 'timeouts'],
  ['recording', { record: true }, 'record'],
];
