/**
 * A JSON number that no IEEE 754 double holds exactly, such as 9007199254740993 or 1e400. RFC 8259
 * 6 sets no limit to numbers, and an identifier read as a double may equal another identifier.
 */
export class ExactNumber {
  /** Normal form: digits without zeros at their ends, and a power of ten. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** The value of a JSON number: a double where it is exact, else all of its digits. */
export function readNumber(source: string): number | ExactNumber {
  const value = Number(source);
  if (SHORT_INTEGER.test(source)) return value;
  const normal = decimalForm(source);
  return Number.isFinite(value) && decimalForm(String(value)) === normal
    ? value
    : new ExactNumber(normal);
}

const SHORT_INTEGER = /^-?\d{1,15}$/;

/** `1.50`, `15e-1` and `0.15E1` are one number: `15e-1`. Zero has no sign. */
function decimalForm(source: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const exponent = BigInt(power) - BigInt(fraction.length - (digits.length - significant.length));
  return `${sign}${significant}${exponent === 0n ? '' : `e${exponent}`}`;
}
