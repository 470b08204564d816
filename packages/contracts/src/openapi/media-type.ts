/** Media types as RFC 9110, 8.3.1 and 12.5.1 write them; parameters count only as a tie-breaker. */
interface MediaType {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: string;
  readonly quality: number;
}

function parse(text: string): MediaType {
  const [essence = '', ...parameters] = text.toLowerCase().replace(/\s+/g, '').split(';');
  const [type = '', subtype = ''] = essence.split('/');
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return {
    type,
    subtype,
    parameters: parameters.filter((parameter) => parameter !== weight).join(';'),
    quality: weight === undefined ? 1 : Number(weight.slice(2)) || 0,
  };
}

/** `application/json` without its parameters, in lower case. */
export function essenceOf(mediaType: string): string {
  const { type, subtype } = parse(mediaType);
  return subtype === '' ? type : `${type}/${subtype}`;
}

/**
 * Everything whose body is one JSON value: `application/json` and the +json suffix (RFC 6839), and ranges
 * that include it.
 */
export function isJson(mediaType: string): boolean {
  const { type, subtype } = parse(mediaType);
  return (
    subtype === 'json' ||
    subtype.endsWith('+json') ||
    (subtype === '*' && /^(\*|application)$/.test(type))
  );
}

/**
 * The declared type or range that suits best: for a `Content-Type`, or for an `Accept` with several
 * ranges. Undefined if none does.
 */
export function bestMediaType(wanted: string, declared: readonly string[]): string | undefined {
  const ranges = wanted
    .split(',')
    .map(parse)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const suits of degreesOfFit) {
    for (const range of ranges) {
      const found = declared.find((candidate) => suits(range, parse(candidate)));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

type Fit = (wanted: MediaType, declared: MediaType) => boolean;

/** From the closest fit to the widest. */
const degreesOfFit: readonly Fit[] = [
  (a, b) => same(a, b) && a.parameters === b.parameters,
  same,
  (a, b) => b.subtype === '*' && a.type === b.type,
  (_a, b) => b.type === '*',
  (a, b) => a.subtype === '*' && a.type === b.type,
  (a) => a.type === '*',
];

function same(a: MediaType, b: MediaType): boolean {
  return a.type === b.type && a.subtype === b.subtype;
}
