import type { Socket } from 'node:net';

/** Joins two connections byte for byte; when one side breaks, so does the other. */
export function joinSockets(client: Socket, upstream: Socket): void {
  const both = [client, upstream] as const;
  for (const [one, other] of [both, [upstream, client] as const]) {
    one.setTimeout(0);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroySoon());
    one.pipe(other);
  }
  upstream.resume();
  client.resume();
}
