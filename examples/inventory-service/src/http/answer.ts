import type { FastifyReply } from 'fastify';
import type { Issue } from '../events/cloud-event.ts';

export function refuse(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
): FastifyReply {
  return reply.code(status).send({ code, message });
}

export function refuseInvalid(reply: FastifyReply, issues: readonly Issue[]): FastifyReply {
  return reply.code(400).send({
    code: 'INVALID_REQUEST',
    message: 'the request does not have the documented shape',
    issues,
  });
}
