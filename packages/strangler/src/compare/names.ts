/**
 * Keys that are data rather than names: an object with such keys is a dictionary, and a difference
 * in each of its entries is one difference.
 */
export function isDictionary(a: object, b: object): boolean {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return (keys.length >= 2 && keys.every(isData)) || keys.some(isPersonal) || sameShapes(a, b);
}

/** Identifiers, dates, article numbers; not `line1` or `sha256`. */
function isData(key: string): boolean {
  return /^\d/.test(key) || (/\d/.test(key) && (/[-_:/.]\d|\d[-_:/.]/.test(key) || UUID.test(key)));
}

/** A key that must not be shown. */
function isPersonal(key: string): boolean {
  return key.includes('@') || key.length > 40;
}

const UUID = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;
const MANY = 8;

/** Many objects side by side with the very same keys. */
function sameShapes(a: object, b: object): boolean {
  if (Object.keys(a).length + Object.keys(b).length < 2 * MANY) return false;
  const values = [...Object.values(a), ...Object.values(b)] as unknown[];
  const shapes = new Set<string>();
  for (const value of values) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    shapes.add(Object.keys(value).sort().join());
  }
  return shapes.size === 1;
}
