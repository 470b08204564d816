/**
 * Content negotiation (RFC 9110, section 12.5.1): the most wanted of the offered media types.
 */

interface Wanted {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
  readonly position: number;
}

/** The offered type the client likes best, the first one on a tie, or undefined for a 406. */
export function chooseType(
  accept: string | undefined,
  offered: readonly string[],
): string | undefined {
  const [first] = offered;
  if (accept === undefined || accept.trim() === '') return first;
  const wanted = accept.split(',').map(parseRange);
  wanted.sort((a, b) => b.quality - a.quality || a.position - b.position);
  for (const range of wanted) {
    if (range.quality === 0) continue;
    const match = offered.find((type) => matches(range, type));
    if (match !== undefined && !refused(wanted, match)) return match;
  }
  return undefined;
}

const EXTENSIONS: Readonly<Record<string, string>> = { csv: 'text/csv', svg: 'image/svg+xml' };

/** An address that ends like a file asks for that kind of file, whatever `Accept` says. */
export function typeByExtension(url: string, offered: readonly string[]): string | undefined {
  const type = EXTENSIONS[/\.(\w+)$/.exec(url)?.[1] ?? ''];
  return type !== undefined && offered.includes(type) ? type : undefined;
}

function parseRange(text: string, position: number): Wanted {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type = '', subtype = '*'] = range.split('/');
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const value = quality === undefined ? 1 : Number(quality.slice(2));
  return { type, subtype, position, quality: Number.isFinite(value) ? value : 0 };
}

function matches(range: Wanted, offered: string): boolean {
  const [type, subtype] = offered.split('/');
  return (
    (range.type === '*' || range.type === type) &&
    (range.subtype === '*' || range.subtype === subtype)
  );
}

function refused(wanted: readonly Wanted[], type: string): boolean {
  return wanted.some(
    (range) => range.quality === 0 && range.subtype !== '*' && matches(range, type),
  );
}

/** The media type of a header value, without parameters. */
export function mediaType(header: string | undefined): string | undefined {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

/** True when problem details (RFC 9457) were asked for by name. */
export function wantsProblem(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes('application/problem+json') ?? false;
}
