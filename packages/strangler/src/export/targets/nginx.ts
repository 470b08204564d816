import { isIP } from 'node:net';
import type { ExportedFile, ExportRoute, ExportTable, ExportTarget } from '../model.ts';
import { escapeRegex, hostRegex, pathRegex } from '../path-regex.ts';
import { hasSides, keyKinds, warned } from '../problems.ts';
import { queryRegex } from '../query-regex.ts';
import { mirrorLines, mirrorLocation, mirrors } from './nginx-mirrors.ts';
import { quoted, regex, server, word } from './nginx-text.ts';
import { forwarded, upstreamMaps, verification } from './nginx-upstreams.ts';

/**
 * NGINX, by maps alone: what a request is made of becomes one text of lines, and the first regular
 * expression that fits decides, as in the table. `$request_uri` is what the client sent, so nothing is
 * normalised before it is matched or forwarded.
 */
export const nginx: ExportTarget = {
  name: 'nginx',
  title: 'NGINX 1.22 and later',
  abilities: {
    sticky: 'key',
    mirror: true,
    canaryMirror: true,
    lists: ['header', 'cookie', 'address'],
    http2: false,
    cookies: true,
    query: true,
    bodyBytes: true,
    ownForwarded: true,
    timeouts: ['connectMs', 'firstByteMs', 'idleMs'],
  },
  problems: (table) => [
    ...sharedTimes(table),
    ...sharedBodies(table),
    ...fieldNames(table),
    ...certifiedAddresses(table),
  ],
  render: (table): readonly ExportedFile[] => [{ name: 'nginx.conf', content: render(table) }],
};

/** One location serves all routes, so the longest time and the largest body hold for all of them. */
function sharedTimes({ routes }: ExportTable) {
  const kinds = new Set(routes.map(({ timeouts }) => JSON.stringify(timeouts)));
  if (kinds.size <= 1) return [];
  const text = 'the longest of all routes holds for each of them';
  return [{ feature: 'timeouts', severity: 'warned' as const, text }];
}

function sharedBodies({ routes }: ExportTable) {
  if (new Set(routes.map(({ bodyBytes }) => bodyBytes)).size <= 1) return [];
  const text = 'the largest of all routes holds for each of them';
  return [{ feature: 'limits.bodyBytes', severity: 'warned' as const, text }];
}

/**
 * To NGINX `X_Tenant` is `X-Tenant`. Where a route asks about such a field, those with `_` are not taken
 * from clients, so that nobody says it in another way.
 */
function asksAboutDashes({ routes }: ExportTable): boolean {
  return routes.some(({ headers, sticky }) =>
    [...headers.map(([name]) => name), sticky.header ?? ''].some((name) => name.includes('-')),
  );
}

function fieldNames(table: ExportTable) {
  const present = table.routes.filter(({ headers }) => headers.some(([, value]) => value === '*'));
  return [
    ...(asksAboutDashes(table)
      ? [
          {
            feature: 'headers',
            severity: 'warned' as const,
            text: 'header fields with "_" in their names do not reach the upstreams',
          },
        ]
      : []),
    ...present.map(({ id }) => ({
      feature: 'headers',
      route: id,
      severity: 'warned' as const,
      text: 'a header field without a value counts as absent',
    })),
  ];
}

/** A certificate is held to names only. */
function certifiedAddresses({ upstreams }: ExportTable) {
  return upstreams
    .filter(({ tls, host }) => tls && isIP(host) !== 0)
    .map(({ name, host }) =>
      warned(
        'tls',
        undefined,
        `upstream ${name} is not believed: its certificate needs ${host} as a DNS name`,
      ),
    );
}

/** One line of the text; a value that the client sends cannot hold a line feed. */
const LINE = '[^\\n]';
/** A query within the target. */
const QUERY = { start: '\\?', any: '[^&\\n]', end: '\\n|$' };

function render(table: ExportTable): string {
  const { routes, upstreams } = table;
  const parts = partsOf(routes);
  return `# Written by \`ashlar export --to nginx\`. For the http section, or included there.
map $http_upgrade $ashlar_connection { default upgrade; "" ""; }

${upstreams
  .map(
    ({ name, host, port }) =>
      `upstream ashlar_${word(name)} { server ${server(host, port)}; keepalive 32; }`,
  )
  .join('\n')}

# Which route: the first that fits. One line each for method, host, target${parts.names}.
map ${quoted(parts.source)} $ashlar_route {
  default "";
${routes.map((route, index) => `  ${regex(conditionOf(route, parts))} r${index};`).join('\n')}
}

${routes.map((route, index) => sides(route, index, table.salt)).join('')}map $ashlar_route $ashlar_upstream {
  default "";
${routes.map((route, index) => `  r${index} ${choice(route, index)};`).join('\n')}
}
${upstreamMaps('upstream', upstreams)}${mirrors(table)}
server {
  listen 8080;
  client_max_body_size ${largestBody(routes)};
  underscores_in_headers ${asksAboutDashes(table) ? 'off' : 'on'};
  merge_slashes off;

  location / {
    if ($ashlar_upstream = "") { return 404; }
${mirrorLines(routes)}${times(routes)}    proxy_http_version 1.1;
    proxy_set_header Host $ashlar_upstream_host;
    proxy_set_header Connection $ashlar_connection;
    proxy_set_header Upgrade $http_upgrade;
${forwarded(table)}${verification('upstream', upstreams)}    proxy_request_buffering off;
    proxy_buffering off;
    proxy_pass $ashlar_upstream_scheme://ashlar_$ashlar_upstream;
  }
${mirrorLocation(table)}}
`;
}

interface Parts {
  /** What the map looks at: variables, a line feed between them. */
  readonly source: string;
  readonly headers: readonly string[];
  readonly cookies: boolean;
  readonly names: string;
}

function partsOf(routes: readonly ExportRoute[]): Parts {
  const headers = [
    ...new Set(routes.flatMap((route) => route.headers.map(([name]) => name))),
  ].sort();
  const cookies = routes.some((route) => route.cookies.length > 0);
  const variables = ['$request_method', '$http_host', '$request_uri'];
  if (cookies) variables.push('$http_cookie');
  variables.push(...headers.map((name) => `$http_${name.replaceAll('-', '_')}`));
  const names = [...(cookies ? ['cookies'] : []), ...headers].map((name) => `, ${name}`).join('');
  return { source: variables.join('\n'), headers, cookies, names };
}

function conditionOf(route: ExportRoute, { headers, cookies }: Parts): string {
  const { methods, host } = route;
  const lines = [
    methods === undefined ? `${LINE}*` : `(?:${methods.map(escapeRegex).join('|')})`,
    host === undefined ? `${LINE}*` : hostRegex(host, LINE),
    `${pathRegex(route.path, '[^/?\\n]')}${queryRegex(route.query, QUERY)}(?:\\?${LINE}*)?`,
  ];
  if (cookies) lines.push(`${cookieCondition(route)}${LINE}*`);
  for (const name of headers) {
    const wanted = route.headers.find(([one]) => one === name)?.[1];
    lines.push(
      wanted === undefined ? `${LINE}*` : wanted === '*' ? `${LINE}+` : escapeRegex(wanted),
    );
  }
  return `^${lines.join('\n')}$`;
}

/** The first cookie of that name counts, as here. */
function cookieCondition({ cookies }: ExportRoute): string {
  return cookies
    .map(([name, value]) => {
      const key = escapeRegex(name);
      const wanted = value === '*' ? '[^;\\n]*' : escapeRegex(value);
      return `(?=(?: *(?!${key}=)[^;\\n]*;)* *${key}=${wanted}(?:;|\\n|$))`;
    })
    .join('');
}

function choice(route: ExportRoute, index: number): string {
  return hasSides(route) ? `$ashlar_side${index}` : word(route.otherwise);
}

/** Who a user is, which share they fall into, and whether a list knows them. */
function sides(route: ExportRoute, index: number, salt: string): string {
  if (!hasSides(route)) return '';
  const { split, service = 'monolith' } = route;
  const share = split === undefined ? word(route.otherwise) : `$ashlar_share${index}`;
  const lists = [
    ...route.deny.map((user) => `  ${regex(`^${escapeRegex(user)}$`)} monolith;`),
    ...route.allow
      .filter((user) => !route.deny.includes(user))
      .map((user) => `  ${regex(`^${escapeRegex(user)}$`)} ${word(service)};`),
  ];
  return `${key(route, index)}${
    split === undefined
      ? ''
      : `split_clients ${quoted(`${salt} ${route.id} $ashlar_key${index}`)} $ashlar_share${index} {
${split.percent > 0 && split.percent < 100 ? `  ${split.percent.toFixed(2)}% ${word(split.service)};\n` : ''}  * ${split.percent >= 100 ? word(split.service) : 'monolith'};
}
`
  }map $ashlar_key${index} $ashlar_side${index} {
  default ${share};
${lists.join('\n')}
}

`;
}

function key(route: ExportRoute, index: number): string {
  const { sticky } = route;
  const kinds = keyKinds(route);
  const cookie = sticky.cookie;
  const ofCookie =
    cookie === undefined
      ? ''
      : `map $http_cookie $ashlar_cookie${index} {
  default $remote_addr;
  ${regex(`^(?: *(?!${escapeRegex(cookie)}=)[^;]*;)* *${escapeRegex(cookie)}=(?<ashlar_c${index}>[^;]+)`)} $ashlar_c${index};
}
`;
  const fallback = cookie === undefined ? '$remote_addr' : `$ashlar_cookie${index}`;
  if (!kinds.includes('header') || sticky.header === undefined) {
    return `${ofCookie}map "" $ashlar_key${index} { default ${fallback}; }\n`;
  }
  const header = `$http_${sticky.header.replaceAll('-', '_')}`;
  return `${ofCookie}map ${header} $ashlar_key${index} { default ${header}; "" ${fallback}; }\n`;
}

function largestBody(routes: readonly ExportRoute[]): number {
  const sizes = routes.map(({ bodyBytes }) => bodyBytes);
  return sizes.includes(0) ? 0 : Math.max(...sizes);
}

function times(routes: readonly ExportRoute[]): string {
  const longest = (of: (route: ExportRoute) => number): number => {
    const all = routes.map(of);
    // NGINX has no "never"; a day is as good.
    return all.includes(0) ? 86_400_000 : Math.max(...all);
  };
  const read = longest(({ timeouts }) =>
    timeouts.firstByteMs === 0 || timeouts.idleMs === 0
      ? 0
      : Math.max(timeouts.firstByteMs, timeouts.idleMs),
  );
  const connect = longest(({ timeouts }) => timeouts.connectMs);
  return `    proxy_connect_timeout ${connect}ms;\n    proxy_read_timeout ${read}ms;\n    proxy_send_timeout ${read}ms;\n`;
}
