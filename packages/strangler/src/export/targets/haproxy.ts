import type { ExportedFile, ExportRoute, ExportTable, ExportTarget } from '../model.ts';
import { cookieRegex, pathRegex } from '../path-regex.ts';
import { hasSides, warned } from '../problems.ts';
import { queryRegex } from '../query-regex.ts';

const QUERY = { start: '^', any: '[^&]', end: '$' };

/** HAProxy: conditions as ACLs, the first route that fits is kept in a variable of the transaction. */
export const haproxy: ExportTarget = {
  name: 'haproxy',
  title: 'HAProxy 2.6 and later',
  abilities: {
    sticky: 'key',
    mirror: false,
    canaryMirror: false,
    lists: ['header', 'cookie', 'address'],
    http2: true,
    cookies: true,
    query: true,
    bodyBytes: true,
    ownForwarded: true,
    timeouts: ['connectMs', 'firstByteMs', 'idleMs'],
  },
  problems: ({ routes }) => [
    ...routes
      .filter((route) => route.sticky.cookie !== undefined && hasSides(route))
      .map(({ id }) =>
        warned('sticky', id, 'of a repeated cookie the last says who a user is; here the first'),
      ),
    ...routes
      .filter(({ bodyBytes }) => bodyBytes > 0)
      .map(({ id }) =>
        warned('limits.bodyBytes', id, 'a body without Content-Length passes at any size'),
      ),
  ],
  render: (table): readonly ExportedFile[] => [{ name: 'haproxy.cfg', content: render(table) }],
};

function render(table: ExportTable): string {
  const { routes, upstreams } = table;
  return `# Written by \`ashlar export --to haproxy\`.
defaults
  mode http
  timeout client 60s
  timeout connect ${Math.max(1, ...routes.map(({ timeouts }) => timeouts.connectMs))}ms
  timeout server 60s
  timeout http-request 15s
  timeout http-keep-alive 65s
  timeout tunnel 1h

frontend ashlar
  bind :8080
${forwarded(table)}  option forwardfor
${routes.map(acls).join('')}
  # Which route: the first that fits.
${routes.map(chooseRoute).join('')}
  # Which upstream: shares by a hash of who asks, lists before shares, who is denied first of all.
${routes.map((route, index) => chooseUpstream(route, index, table.salt)).join('')}
${routes.flatMap(bodyLimit).join('')}  http-request deny deny_status 404 unless { var(txn.upstream) -m found }
  http-request set-header X-Forwarded-Host %[req.hdr(host)]
  http-request set-header X-Forwarded-Proto http unless { ssl_fc }
  http-request set-header X-Forwarded-Proto https if { ssl_fc }
  unique-id-format %[uuid()]
  unique-id-header X-Request-Id
  use_backend ashlar_%[var(txn.upstream)]

${upstreams
  .map(
    ({ name, host, port, tls, http2, preserveHost }) => `backend ashlar_${word(name)}
${preserveHost ? '' : `  http-request set-header Host ${server(host, port)}\n`}${routes
  .map((route, index) => serverTime(route, index))
  .join(
    '',
  )}  server s0 ${server(host, port)}${tls ? ` ssl verify required ca-file @system-ca sni str(${host})` : ''}${http2 ? ' proto h2' : ''}
`,
  )
  .join('\n')}`;
}

/** Who is not trusted cannot say where a request came from. */
function forwarded({ trustForwarded }: ExportTable): string {
  if (trustForwarded) return '';
  return ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'X-Forwarded-Port']
    .map((name) => `  http-request del-header ${name}\n`)
    .join('');
}

function acls(route: ExportRoute, index: number): string {
  const { methods, host } = route;
  const lines = [`path -m reg ${quoted(`^${pathRegex(route.path)}$`)}`];
  if (methods !== undefined) lines.push(`method ${methods.join(' ')}`);
  if (host !== undefined) {
    const name = 'req.fhdr(host),field(1,:),lower';
    lines.push(
      host.startsWith('*.') ? `${name} -m end ${host.slice(1)}` : `${name} -m str ${host}`,
    );
  }
  for (const [name, value] of route.headers) lines.push(`req.fhdr(${name})${wanted(value)}`);
  for (const [name, value] of route.cookies) {
    lines.push(`req.fhdr(cookie) -m reg ${quoted(cookieRegex(name, value))}`);
  }
  for (const condition of route.query) {
    lines.push(`query -m reg ${quoted(queryRegex([condition], QUERY))}`);
  }
  return lines.map((line, part) => `  acl r${index}_${part} ${line}\n`).join('');
}

function wanted(value: string): string {
  return value === '*' ? ' -m found' : ` -m str ${quoted(value)}`;
}

function chooseRoute(route: ExportRoute, index: number): string {
  const { methods, host, headers, cookies, query } = route;
  const parts =
    1 +
    (methods === undefined ? 0 : 1) +
    (host === undefined ? 0 : 1) +
    headers.length +
    cookies.length +
    query.length;
  const conditions = Array.from({ length: parts }, (_, part) => `r${index}_${part}`).join(' ');
  return `  http-request set-var(txn.route) str(r${index}) if !{ var(txn.route) -m found } ${conditions}\n`;
}

function chooseUpstream(route: ExportRoute, index: number, salt: string): string {
  const { split, allow, deny, service = 'monolith' } = route;
  const on = `{ var(txn.route) -m str r${index} }`;
  const set = (upstream: string, condition = ''): string =>
    `  http-request set-var(txn.upstream) str(${word(upstream)}) if ${on}${condition}\n`;
  if (!hasSides(route)) return set(route.otherwise);
  const share =
    split === undefined
      ? ''
      : `${set(split.service, ` { var(txn.key),xxh32(${seed(salt, route.id)}),mod(10000) lt ${Math.round(split.percent * 100)} }`)}`;
  const listed = (users: readonly string[], upstream: string): string =>
    users.length === 0
      ? ''
      : set(upstream, ` { var(txn.key) -m str ${users.map(quoted).join(' ')} }`);
  // What comes later writes over what came before.
  return `${keyOf(route, on)}${set(route.otherwise)}${share}${listed(allow, service)}${listed(deny, 'monolith')}`;
}

function keyOf({ sticky }: ExportRoute, on: string): string {
  const missing = '!{ var(txn.key) -m found }';
  const take = (fetch: string): string =>
    `  http-request set-var(txn.key) ${fetch} if ${on} ${missing} { ${fetch} -m len gt 0 }\n`;
  const lines = [
    sticky.header === undefined ? '' : take(`req.fhdr(${sticky.header})`),
    sticky.cookie === undefined ? '' : take(`req.cook(${sticky.cookie})`),
    `  http-request set-var(txn.key) src if ${on} ${missing}\n`,
  ];
  return lines.join('');
}

function bodyLimit({ bodyBytes }: ExportRoute, index: number): string[] {
  if (bodyBytes === 0) return [];
  return [
    `  http-request deny deny_status 413 if { var(txn.route) -m str r${index} } { req.hdr_val(content-length) gt ${bodyBytes} }\n`,
  ];
}

function serverTime({ timeouts }: ExportRoute, index: number): string {
  const { firstByteMs, idleMs } = timeouts;
  const ms = firstByteMs === 0 || idleMs === 0 ? 86_400_000 : Math.max(firstByteMs, idleMs);
  return `  http-request set-timeout server ${ms}ms if { var(txn.route) -m str r${index} }\n`;
}

/** Routes draw their shares apart from each other, and tables too. */
function seed(salt: string, id: string): number {
  let hash = 0x811c9dc5;
  for (const sign of `${salt} ${id}`) {
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) % 0x7fffffff;
}

function server(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A name of a backend. */
function word(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`);
}

/** Strong quotes: nothing inside means anything to HAProxy. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
