/**
 * A request by its kind: `GET /orders/*` for every order. Segments where the route's pattern takes
 * any, and those that look like data, become `*`.
 *
 * @param pattern path pattern of the route, as in `match`
 */
export function endpointOf(method: string, target: string, pattern: string): string {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  const wanted = pattern.split('/');
  const segments = path.split('/').map((segment, index) => {
    const place = wanted[index];
    const free = place === '*' || place?.startsWith(':') === true;
    return segment !== '' && (free || looksLikeData(segment)) ? '*' : segment;
  });
  return `${method} ${segments.join('/')}`;
}

/** Identifiers and whatever must not be shown; `v2` is a name. */
function looksLikeData(segment: string): boolean {
  if (/^v\d+$/.test(segment)) return false;
  return /[\d@]|%40/.test(segment) || segment.length > 40;
}
