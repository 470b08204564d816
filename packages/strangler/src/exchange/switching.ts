import type { Socket } from 'node:net';
import type { AnswerHead } from '../http/answer-head.ts';
import { fieldValue, listMembers } from '../http/fields.ts';
import { downstreamFields } from '../http/relay.ts';
import type { RequestHead } from '../http/request.ts';
import type { ResponseHead } from '../http/response.ts';

/** RFC 9110 7.8: only a protocol that the client has offered can be switched to. */
export function switchedTo({ upgrade }: RequestHead, { fields }: ResponseHead): string | undefined {
  const protocol = fieldValue(fields, 'upgrade') ?? upgrade;
  if (upgrade === undefined || protocol === undefined) return undefined;
  const offered = listMembers(upgrade);
  return listMembers(protocol).every((one) => offered.includes(one)) ? protocol : undefined;
}

/** What the client is told before the bytes belong to another protocol. */
export function switchingHead(head: ResponseHead, protocol: string, date: string): AnswerHead {
  const fields = downstreamFields(head, 'none', date);
  fields.push('Connection', 'Upgrade', 'Upgrade', protocol);
  return { status: 101, reason: head.reason, fields, framing: 'none', close: false };
}

/** Keeps count of the sockets that are tunnels, as long as they are. */
export function countTunnel(tunnels: Set<Socket>, socket: Socket): void {
  tunnels.add(socket);
  socket.once('close', () => tunnels.delete(socket));
}
