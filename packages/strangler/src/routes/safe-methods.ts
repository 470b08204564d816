/** Methods that ask for no change (RFC 9110 9.2.1), and so may be mirrored without ceremony. */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
