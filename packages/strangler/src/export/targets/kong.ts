import { stringify } from 'yaml';
import { type Branch, branchesOf, weightsOf } from '../branches.ts';
import type {
  ExportedFile,
  ExportRoute,
  ExportTable,
  ExportTarget,
  ExportUpstream,
} from '../model.ts';
import { escapeRegex, hostRegex, pathRegex } from '../path-regex.ts';
import { refused, warned } from '../problems.ts';

/**
 * Kong 3, declarative, for \`router_flavor = expressions\`. The order of the table becomes priorities; a
 * share becomes an upstream with weights that hashes who asks.
 */
export const kong: ExportTarget = {
  name: 'kong',
  title: 'Kong Gateway 3 (router_flavor = expressions)',
  abilities: {
    sticky: 'key',
    mirror: false,
    canaryMirror: false,
    lists: ['header', 'cookie'],
    http2: false,
    cookies: true,
    query: true,
    bodyBytes: true,
    ownForwarded: false,
    timeouts: ['connectMs', 'firstByteMs', 'idleMs'],
  },
  problems: ({ routes, upstreams }) => {
    const byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
    return [
      warned(
        'match',
        undefined,
        'paths are normalised before they are matched; here they are taken as sent',
      ),
      ...routes
        .filter(({ split }) => split !== undefined && differs(byName, split.service))
        .map(({ id }) => refused('tls', id, 'both sides of a share have to speak TLS, or neither')),
    ];
  },
  render: (table): readonly ExportedFile[] => [
    {
      name: 'kong.yaml',
      content: `# Written by \`ashlar export --to kong\`.\n${stringify(document(table), { lineWidth: 0 })}`,
    },
  ],
};

function differs(upstreams: ReadonlyMap<string, ExportUpstream>, service: string): boolean {
  return upstreams.get(service)?.tls !== upstreams.get('monolith')?.tls;
}

function document(table: ExportTable): object {
  const byName = new Map(table.upstreams.map((upstream) => [upstream.name, upstream]));
  const branches = table.routes.flatMap((route, index) =>
    branchesOf(route).map((branch) => ({ branch, key: `ashlar-${index}-${branch.name}` })),
  );
  const shares = branches.filter(({ branch }) => branch.split !== undefined);
  return {
    _format_version: '3.0',
    services: branches.map(({ branch, key }, index) => {
      const priority = branches.length - index;
      return service(branch, key, priority, byName);
    }),
    upstreams: shares.map(({ branch, key }) => ({
      name: key,
      algorithm: 'consistent-hashing',
      ...hashing(branch.route),
      targets: (branch.split === undefined ? [] : weightsOf(branch.split)).map(([name, weight]) => {
        const upstream = byName.get(name);
        return { target: `${upstream?.host}:${upstream?.port}`, weight };
      }),
    })),
  };
}

function service(
  branch: Branch,
  key: string,
  priority: number,
  upstreams: ReadonlyMap<string, ExportUpstream>,
): object {
  const { route, split, to } = branch;
  const upstream = upstreams.get(split?.service ?? to);
  const { connectMs, firstByteMs, idleMs } = route.timeouts;
  // Kong has no "never"; a day is as good.
  const wait = (ms: number): number => (ms === 0 ? 86_400_000 : ms);
  const read = Math.max(wait(firstByteMs), wait(idleMs));
  return {
    name: key,
    protocol: upstream?.tls ? 'https' : 'http',
    ...(upstream?.tls ? { tls_verify: true } : {}),
    host: split === undefined ? upstream?.host : key,
    ...(split === undefined ? { port: upstream?.port } : {}),
    connect_timeout: wait(connectMs),
    read_timeout: read,
    write_timeout: read,
    retries: 0,
    ...(route.bodyBytes > 0
      ? {
          plugins: [
            {
              name: 'request-size-limiting',
              config: { allowed_payload_size: route.bodyBytes, size_unit: 'bytes' },
            },
          ],
        }
      : {}),
    routes: [
      {
        name: key,
        expression: expressionOf(branch),
        priority,
        strip_path: false,
        preserve_host: upstream?.preserveHost ?? true,
      },
    ],
  };
}

/** By the header, else the cookie, else the address: as far as Kong's two steps go. */
function hashing({ sticky }: ExportRoute): object {
  const cookie = { hash_on_cookie: sticky.cookie, hash_on_cookie_path: '/' };
  if (sticky.header !== undefined) {
    return sticky.cookie === undefined
      ? { hash_on: 'header', hash_on_header: sticky.header, hash_fallback: 'ip' }
      : { hash_on: 'header', hash_on_header: sticky.header, hash_fallback: 'cookie', ...cookie };
  }
  return sticky.cookie === undefined ? { hash_on: 'ip' } : { hash_on: 'cookie', ...cookie };
}

function expressionOf({ route, extra }: Branch): string {
  const methods = extra.methods ?? route.methods;
  const parts = [`http.path ~ ${text(`^${pathRegex(route.path)}$`)}`];
  if (methods !== undefined) {
    parts.push(`(${methods.map((method) => `http.method == ${text(method)}`).join(' || ')})`);
  }
  if (route.host !== undefined) {
    parts.push(
      route.host.startsWith('*.')
        ? `http.host ~ ${text(`^${hostRegex(route.host, '.')}$`)}`
        : `http.host == ${text(route.host)}`,
    );
  }
  for (const [name, value] of route.headers) parts.push(wanted(field(name), value));
  for (const [name, value] of route.query) parts.push(wanted(`http.queries.${name}`, value));
  for (const [name, value] of route.cookies) {
    parts.push(cookie(name, value === '*' ? '[^;]*' : escapeRegex(value)));
  }
  if (extra.without !== undefined) parts.push(`!(${wanted(field(extra.without), '*')})`);
  if (extra.user !== undefined) {
    const { kind, name, among } = extra.user;
    const users = `(?:${among.map(escapeRegex).join('|')})`;
    parts.push(kind === 'cookie' ? cookie(name, users) : `${field(name)} ~ ${text(`^${users}$`)}`);
  }
  return parts.join(' && ');
}

function field(name: string): string {
  return `http.headers.${name.toLowerCase().replaceAll('-', '_')}`;
}

function wanted(what: string, value: string): string {
  return value === '*' ? `${what} ~ ${text('.*')}` : `${what} == ${text(value)}`;
}

function cookie(name: string, value: string): string {
  return `http.headers.cookie ~ ${text(`^(?:.*;)? *${escapeRegex(name)}=${value}(?:;|$)`)}`;
}

/** Raw, so that a backslash is one. */
function text(value: string): string {
  return `r#"${value}"#`;
}
