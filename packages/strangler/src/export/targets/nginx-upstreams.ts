import type { ExportTable, ExportUpstream } from '../model.ts';
import { server, word } from './nginx-text.ts';

/** How the upstream is spoken to whose name is in `$ashlar_upstream`, or in `$ashlar_mirror`. */
export function upstreamMaps(
  who: 'upstream' | 'mirror',
  upstreams: readonly ExportUpstream[],
): string {
  const map = (what: string, usual: string, lines: readonly string[]): string =>
    `map $ashlar_${who} $ashlar_${who}_${what} {
  default ${usual};
${lines.map((line) => `  ${line};\n`).join('')}}
`;
  const tls = upstreams.filter((upstream) => upstream.tls);
  const own = upstreams.filter(({ preserveHost }) => !preserveHost);
  return [
    map(
      'scheme',
      'http',
      tls.map(({ name }) => `${word(name)} https`),
    ),
    map(
      'host',
      '$http_host',
      own.map(({ name, host, port }) => `${word(name)} ${server(host, port)}`),
    ),
    ...(tls.length === 0
      ? []
      : [
          map(
            'name',
            '""',
            tls.map(({ name, host }) => `${word(name)} ${host}`),
          ),
        ]),
  ].join('');
}

/** By itself NGINX believes any certificate, and asks for the name of the upstream block. */
export function verification(
  who: 'upstream' | 'mirror',
  upstreams: readonly ExportUpstream[],
): string {
  if (!upstreams.some(({ tls }) => tls)) return '';
  return `    proxy_ssl_server_name on;
    proxy_ssl_name $ashlar_${who}_name;
    proxy_ssl_verify on;
    proxy_ssl_verify_depth 5;
    proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;
`;
}

/** Who is not trusted cannot say where a request came from. */
export function forwarded({ trustForwarded }: Pick<ExportTable, 'trustForwarded'>): string {
  const from = trustForwarded ? '$proxy_add_x_forwarded_for' : '$remote_addr';
  const rest = trustForwarded
    ? ''
    : '    proxy_set_header Forwarded "";\n    proxy_set_header X-Real-IP $remote_addr;\n    proxy_set_header X-Forwarded-Port $server_port;\n';
  return `    proxy_set_header X-Forwarded-For ${from};\n    proxy_set_header X-Forwarded-Host $http_host;\n    proxy_set_header X-Forwarded-Proto $scheme;\n    proxy_set_header X-Request-Id $request_id;\n${rest}`;
}
