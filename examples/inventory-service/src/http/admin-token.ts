import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './answer.ts';

export type AdminCheck = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** RFC 6750 section 2.1. Without a configured token nobody is an administrator. */
export function requireAdmin(token: string | undefined): AdminCheck {
  return async (request, reply) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && given !== undefined && sameSecret(given, token)) return;
    reply.header('www-authenticate', 'Bearer');
    await refuse(reply, 401, 'UNAUTHORIZED', 'this operation needs the admin token');
  };
}

/** Compares digests, which have one length, so that the time taken tells nothing. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
