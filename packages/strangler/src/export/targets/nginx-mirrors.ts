import { SAFE_METHODS } from '../../routes/safe-methods.ts';
import type { ExportRoute, ExportTable } from '../model.ts';
import { escapeRegex } from '../path-regex.ts';
import { regex, word } from './nginx-text.ts';
import { forwarded, upstreamMaps, verification } from './nginx-upstreams.ts';

export function mirrors({ routes, upstreams }: ExportTable): string {
  const mirrored = routes.flatMap(({ mirror }, index) =>
    mirror === undefined ? [] : [{ mirror, index }],
  );
  if (mirrored.length === 0) return '';
  const shares = mirrored.flatMap(({ mirror, index }) =>
    mirror.sample >= 1
      ? []
      : `split_clients $request_id $ashlar_copy${index} {
  ${(mirror.sample * 100).toFixed(2)}% ${word(mirror.upstream)};
  * "";
}
`,
  );
  const lines = mirrored.map(({ mirror, index }) => {
    const methods = mirror.methods.map(escapeRegex).join('|');
    const to = mirror.sample >= 1 ? word(mirror.upstream) : `$ashlar_copy${index}`;
    // What the service answers itself is no copy.
    return `  ${regex(`^r${index} (?:${methods}) monolith$`)} ${to};`;
  });
  return `${shares.join('')}map "$ashlar_route $request_method $ashlar_upstream" $ashlar_mirror {
  default "";
${lines.join('\n')}
}
${upstreamMaps('mirror', upstreams)}`;
}

/** Only where writes are copied does the body have to be kept. */
function copiesBodies(routes: readonly ExportRoute[]): boolean {
  return routes.some(({ mirror }) => mirror?.methods.some((method) => !SAFE_METHODS.has(method)));
}

export function mirrorLines(routes: readonly ExportRoute[]): string {
  if (routes.every(({ mirror }) => mirror === undefined)) return '';
  const body = copiesBodies(routes) ? 'on' : 'off';
  return `    mirror /_ashlar_mirror;\n    mirror_request_body ${body};\n`;
}

export function mirrorLocation(table: ExportTable): string {
  const { routes, upstreams } = table;
  if (routes.every(({ mirror }) => mirror === undefined)) return '';
  return `
  location = /_ashlar_mirror {
    internal;
    if ($ashlar_mirror = "") { return 204; }
    proxy_http_version 1.1;
    proxy_set_header Host $ashlar_mirror_host;
    proxy_set_header Connection "";
    proxy_set_header Ashlar-Shadow 1;
${forwarded(table)}${copiesBodies(routes) ? '' : '    proxy_pass_request_body off;\n    proxy_set_header Content-Length "";\n'}    proxy_connect_timeout 2s;
    proxy_read_timeout 5s;
${verification('mirror', upstreams)}    proxy_pass $ashlar_mirror_scheme://ashlar_$ashlar_mirror$request_uri;
  }
`;
}
