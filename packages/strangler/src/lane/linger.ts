import type { Socket } from 'node:net';

/** How long what a client still sends is read and thrown away after the last answer. */
export const LINGER_MS = 2000;
/** How long a slow client may take for what is left of that answer. */
export const FLUSH_MS = 60_000;

/**
 * Ends a connection after `last`, if that is given. A socket whose bytes nobody reads would stay
 * for ever, and closing it at once would make the kernel send a reset, which can overtake the
 * answer (RFC 9112 9.6).
 */
export function endAndLinger(socket: Socket, last = ''): void {
  const destroyIn = (ms: number): NodeJS.Timeout => setTimeout(() => socket.destroy(), ms).unref();
  let timer = destroyIn(FLUSH_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.end(last, 'latin1', () => {
    clearTimeout(timer);
    if (!socket.destroyed) timer = destroyIn(LINGER_MS);
  });
  socket.resume();
}
