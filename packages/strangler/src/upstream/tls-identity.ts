import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Upstream } from '../model/routes.ts';

/** How we show ourselves to an upstream over TLS, and by whom it has to be vouched for. */
export function tlsIdentity({ host, tlsFiles }: Upstream): ConnectionOptions {
  const { ca, cert, key, serverName } = tlsFiles;
  // RFC 6066 3: a server name is a name; the certificate is held to the address all the same.
  const name = serverName ?? (isIP(host) === 0 ? host : undefined);
  return {
    ...(name === undefined ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
