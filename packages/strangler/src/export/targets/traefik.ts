import { stringify } from 'yaml';
import { type Branch, branchesOf, weightsOf } from '../branches.ts';
import type { ExportedFile, ExportTable, ExportTarget } from '../model.ts';
import { escapeRegex, hostRegex, pathRegex } from '../path-regex.ts';
import { warned } from '../problems.ts';

/** Traefik 3, a file of dynamic configuration. The order of the table becomes the routers' priorities. */
export const traefik: ExportTarget = {
  name: 'traefik',
  title: 'Traefik 3',
  abilities: {
    sticky: 'none',
    mirror: true,
    canaryMirror: false,
    lists: ['header', 'cookie'],
    http2: true,
    cookies: true,
    query: true,
    bodyBytes: true,
    ownForwarded: true,
    timeouts: [],
  },
  problems: ({ upstreams }) => [
    warned(
      'match',
      undefined,
      'paths are cleaned before they are matched; here they are taken as sent',
    ),
    ...upstreams
      .filter(({ http2, tls }) => http2 && !tls)
      .map(({ name }) => warned('http2', undefined, `upstream ${name} is spoken to as h2c`)),
  ],
  render: (table): readonly ExportedFile[] => [
    {
      name: 'traefik.yaml',
      content: `# Written by \`ashlar export --to traefik\`: dynamic configuration, for the file provider.\n${stringify({ http: http(table) }, { lineWidth: 0 })}`,
    },
  ],
};

function http(table: ExportTable): object {
  const branches = table.routes.flatMap((route, index) =>
    branchesOf(route).map((branch) => ({ branch, key: `${index}-${branch.name}` })),
  );
  const routers: Record<string, object> = {};
  const services: Record<string, object> = {};
  const middlewares: Record<string, object> = {};
  for (const { name, host, port, tls, http2, preserveHost } of table.upstreams) {
    const scheme = tls ? 'https' : http2 ? 'h2c' : 'http';
    services[name] = {
      loadBalancer: {
        passHostHeader: preserveHost,
        servers: [{ url: `${scheme}://${host}:${port}` }],
      },
    };
  }
  for (const [index, { branch, key }] of branches.entries()) {
    const { bodyBytes } = branch.route;
    if (bodyBytes > 0) {
      middlewares[`body-${bodyBytes}`] = { buffering: { maxRequestBodyBytes: bodyBytes } };
    }
    routers[`ashlar-${key}`] = {
      rule: ruleOf(branch),
      // Higher goes first; lengths of rules would decide otherwise.
      priority: branches.length - index,
      ...(bodyBytes > 0 ? { middlewares: [`body-${bodyBytes}`] } : {}),
      service: serviceOf(branch, key, services),
    };
  }
  return {
    routers,
    services,
    ...(Object.keys(middlewares).length === 0 ? {} : { middlewares }),
  };
}

function serviceOf(
  { split, mirror, to }: Branch,
  key: string,
  services: Record<string, object>,
): string {
  if (split !== undefined) {
    const weighted = weightsOf(split).map(([name, weight]) => ({ name, weight }));
    services[`ashlar-${key}`] = { weighted: { services: weighted } };
    return `ashlar-${key}`;
  }
  if (mirror === undefined) return to;
  services[`ashlar-${key}`] = {
    mirroring: {
      service: to,
      mirrors: [{ name: mirror.upstream, percent: Math.round(mirror.sample * 100) }],
    },
  };
  return `ashlar-${key}`;
}

function ruleOf({ route, extra }: Branch): string {
  const methods = extra.methods ?? route.methods;
  const parts = [`PathRegexp(${text(`^${pathRegex(route.path)}$`)})`];
  if (methods !== undefined) {
    parts.push(`(${methods.map((method) => `Method(${text(method)})`).join(' || ')})`);
  }
  if (route.host !== undefined) {
    parts.push(
      route.host.startsWith('*.')
        ? `HostRegexp(${text(`^${hostRegex(route.host, '.')}$`)})`
        : `Host(${text(route.host)})`,
    );
  }
  for (const [name, value] of route.headers) parts.push(wanted('Header', name, value));
  for (const [name, value] of route.query) parts.push(wanted('Query', name, value));
  for (const [name, value] of route.cookies) {
    parts.push(cookie(name, value === '*' ? '[^;]*' : escapeRegex(value)));
  }
  if (extra.without !== undefined) {
    parts.push(`!HeaderRegexp(${text(extra.without)}, ${text('.+')})`);
  }
  if (extra.user !== undefined) {
    const { kind, name, among } = extra.user;
    const users = `(?:${among.map(escapeRegex).join('|')})`;
    parts.push(
      kind === 'cookie'
        ? cookie(name, users)
        : `HeaderRegexp(${text(name)}, ${text(`^${users}$`)})`,
    );
  }
  return parts.join(' && ');
}

function wanted(what: 'Header' | 'Query', name: string, value: string): string {
  return value === '*'
    ? `${what}Regexp(${text(name)}, ${text('.*')})`
    : `${what}(${text(name)}, ${text(value)})`;
}

function cookie(name: string, value: string): string {
  return `HeaderRegexp(${text('Cookie')}, ${text(`^(?:.*;)? *${escapeRegex(name)}=${value}(?:;|$)`)})`;
}

/** Backticks mean nothing inside but their own end. */
function text(value: string): string {
  return value.includes('`') ? JSON.stringify(value) : `\`${value}\``;
}
