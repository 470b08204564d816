/** How the end of a body is found (RFC 9112 section 6). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  /** An HTTP/2 message that ended with its head, and says no length. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

export const NO_BODY: Framing = { kind: 'none' };
export const CHUNKED: Framing = { kind: 'chunked' };
export const UNTIL_CLOSE: Framing = { kind: 'close' };

const LENGTH = /^\d{1,15}$/;

/** The framing fields of one message, gathered while its header is walked. */
export interface FramingFields {
  lengths: number;
  length: string;
  codings: number;
  coding: string;
}

export type FramingFault = { readonly status: 400 | 501; readonly why: string };

/**
 * Strict reading: one Content-Length or one `Transfer-Encoding: chunked`, never both, never
 * repeated. Whatever two servers could read differently is refused rather than repaired.
 * Undefined when the message carries neither.
 */
export function readFraming(found: FramingFields): Framing | FramingFault | undefined {
  if (found.codings > 0) {
    if (found.lengths > 0) {
      return { status: 400, why: 'both Content-Length and Transfer-Encoding' };
    }
    if (found.codings > 1) return { status: 400, why: 'more than one Transfer-Encoding' };
    if (found.coding.toLowerCase() === 'chunked') return CHUNKED;
    // Chunked comes once and last (RFC 9112 6.1); what is before it is not implemented here.
    const known = /^(?:(?!chunked\b)[a-z]+[ \t]*,[ \t]*)+chunked$/i.test(found.coding);
    return { status: known ? 501 : 400, why: 'a Transfer-Encoding other than chunked' };
  }
  if (found.lengths === 0) return undefined;
  if (found.lengths > 1) return { status: 400, why: 'more than one Content-Length' };
  if (!LENGTH.test(found.length)) return { status: 400, why: 'a Content-Length that is no number' };
  const length = Number(found.length);
  return { kind: 'length', length };
}
