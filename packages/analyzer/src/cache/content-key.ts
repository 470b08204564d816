import { createHash } from 'node:crypto';

/** What a text is known by; the extension counts because it chooses the grammar. */
export function contentKey(extension: string, source: string): string {
  return createHash('sha256').update(extension).update('\0').update(source).digest('base64url');
}
