/** What a client's certificate says, once an authority of ours has vouched for it. */
export interface ClientCertificate {
  /** Common name of the subject. */
  readonly commonName: string | undefined;
  /** `DNS:…`, `URI:…`, `email:…`, `IP Address:…`. */
  readonly alternativeNames: readonly string[];
  /** Time in ms since 1970 from which on it does not count. */
  readonly expires: number;
}
