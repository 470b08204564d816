import { formOf } from './string-forms.ts';

/** Why a segment of a path is taken for a value by itself, whatever stands beside it. */
export type SegmentForm =
  | 'integer'
  | 'uuid'
  | 'date'
  | 'email'
  | 'redacted'
  | 'hexadecimal'
  | 'code'
  | 'opaque';

/** A plain word gives nothing away: undefined. */
export function segmentForm(segment: string): SegmentForm | undefined {
  if (segment === '[redacted]') return 'redacted';
  if (/^v\d+(?:\.\d+)*$/i.test(segment)) return undefined;
  if (/^\d+$/.test(segment)) return 'integer';
  const form = formOf(segment)?.name;
  if (form === 'uuid') return 'uuid';
  if (form === 'date' || form === 'date-time') return 'date';
  if (form === 'email') return 'email';
  if (/^(?=.*\d)[0-9a-f]{8,}$/i.test(segment)) return 'hexadecimal';
  // SKU-TEE-BLK-M, DE-2024-118: capitals and digits in groups are not how a resource is called.
  if (/^(?=.*[A-Z])[A-Z0-9]+(?:[-_.:][A-Z0-9]+)+$/.test(segment)) return 'code';
  if (isOpaque(segment)) return 'opaque';
  return undefined;
}

/** Made by a generator: nanoid, KSUID, base58, `cus_9s6XKzkNRiz8i3`, `ord_01J2`. */
function isOpaque(segment: string): boolean {
  if (/^[a-z]{1,8}_(?=\w*\d)\w{4,}$/i.test(segment)) return true;
  if (!/^[\w-]{8,}$/.test(segment) || !/\d/.test(segment)) return false;
  const changes = segment.match(/\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z]/g)?.length ?? 0;
  return changes >= 3 && !/^[a-z]+(?:-[a-z]+)+/.test(segment);
}

/** Words joined by hyphens, or with digits: how titles look in an address. */
export function isSlug(segment: string): boolean {
  return /^[a-z0-9]+(?:[-_][a-z0-9]+)+$/i.test(segment) || /\d/.test(segment);
}
