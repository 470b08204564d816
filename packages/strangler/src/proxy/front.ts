import type { Certificate } from '../lane/certificate.ts';
import { createFastLane } from '../lane/fast.ts';
import { createHttp2Front } from '../lane/http2.ts';
import type { Lane } from '../lane/lane.ts';
import type { Engine } from './engine.ts';

/** The lane that listens, with what it hands connections over to. */
export function openFront(
  engine: Engine,
  safe: Lane,
  options: { readonly lane?: 'fast' | 'safe'; readonly tls?: Certificate },
): Lane {
  if (options.lane === 'safe' && options.tls === undefined) return safe;
  const http2 = createHttp2Front(engine);
  const fast = createFastLane(
    engine,
    (socket, to) => {
      if (to === 'http2') http2.adopt(socket);
      else safe.server.emit('connection', socket);
    },
    options.tls,
  );
  return {
    server: fast.server,
    open: () => fast.open() + http2.sessions(),
    // A session that was told to end does so when its streams have.
    sending: () => fast.sending() || (engine.draining && http2.sessions() > 0),
    closeIdle: () => {
      fast.closeIdle();
      http2.drain();
    },
    closeAll: () => {
      http2.destroy();
      fast.closeAll();
    },
  };
}
