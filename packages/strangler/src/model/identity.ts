/** Claims of a token (RFC 7519), a session or an API key, by name. */
export type Claims = Readonly<Record<string, unknown>>;

/** Who a request comes from, as far as an authenticator vouches for it. */
export interface Identity {
  /** Name of the authenticator. */
  readonly by: string;
  readonly subject: string | undefined;
  readonly claims: Claims;
  readonly scopes: ReadonlySet<string>;
}
