import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProxyCore } from '../exchange/core.ts';
import { serveRequest, serveUpgrade } from '../lane/safe.ts';

/** How a proxy is mounted in a server that is there already. */
export interface Mount {
  /**
   * For `http.createServer`, Express and Connect (`app.use(mount.handler)`). It has to come before
   * any body parser, since it passes the body on as it arrives. In Fastify: hand it
   * `request.raw` and `reply.raw` after `reply.hijack()`.
   */
  readonly handler: RequestListener;
  /** For the server's `upgrade` event, when WebSockets are to pass. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export function mountOn(core: ProxyCore): Mount {
  return {
    handler: (request: IncomingMessage, response: ServerResponse) => {
      restoreUrl(request);
      serveRequest(core, request, response);
    },
    upgrade: (request, socket, head) => {
      restoreUrl(request);
      serveUpgrade(core, request, socket, head);
    },
  };
}

/** Express cuts the mount path off `url` and keeps the whole in `originalUrl`; routes match the whole. */
function restoreUrl(request: IncomingMessage): void {
  const { originalUrl } = request as { originalUrl?: string };
  if (originalUrl !== undefined) request.url = originalUrl;
}
