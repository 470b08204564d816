import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Fields } from '../http/fields.ts';
import { newForwardedMemory, type Peer } from '../http/forwarding.ts';
import { clientCertificate } from './client-certificate.ts';

/** An answer's head as bytes-to-be (latin1), with its empty line. */
export function answerText(status: number, reason: string, fields: Fields): string {
  let text = `HTTP/1.1 ${status} ${reason}\r\n`;
  for (let i = 0; i < fields.length; i += 2) text += `${fields[i]}: ${fields[i + 1]}\r\n`;
  return `${text}\r\n`;
}

export function peerOf(socket: Socket): Peer {
  const address = socket.remoteAddress ?? '0.0.0.0';
  return {
    address: address.startsWith('::ffff:') ? address.slice(7) : address,
    tls: (socket as Partial<TLSSocket>).encrypted === true,
    certificate: () => clientCertificate(socket),
    forwarded: newForwardedMemory(),
  };
}
