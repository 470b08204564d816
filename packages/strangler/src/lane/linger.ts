import type { Socket } from 'node:net';

/** How long what a client still sends is read and thrown away after the last answer. */
export const LINGER_MS = 2000;

/**
 * Ends a connection after `last`, if that is given. A socket whose bytes nobody reads would stay
 * for ever, and closing it at once would make the kernel send a reset, which can overtake the
 * answer (RFC 9112 9.6).
 */
export function endAndLinger(socket: Socket, last = ''): void {
  socket.end(last, 'latin1');
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
