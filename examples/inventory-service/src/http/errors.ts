import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse, refuseInvalid } from './answer.ts';

/** Every error leaves as `{code, message}`; only defects are logged with their stack. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    refuse(reply, 404, 'NOT_FOUND', `nothing is served at ${request.method} ${request.url}`),
  );
  app.setErrorHandler(answerError);
}

/** Also for what the framework refuses before a route is found, such as a broken URL. */
export function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error.validation !== undefined) {
    const root = error.validationContext === 'body' ? '' : `/${error.validationContext}`;
    return refuseInvalid(
      reply,
      error.validation.map((issue) => ({
        path: `${root}${issue.instancePath}`,
        message: issue.message ?? 'is not valid',
      })),
    );
  }
  const status = error.statusCode ?? 500;
  if (status === 400) return refuseInvalid(reply, [{ path: '', message: error.message }]);
  if (status < 500) return refuse(reply, status, codeOf(status), error.message);
  request.log.error({ err: error }, 'request failed');
  return refuse(reply, 500, 'INTERNAL_ERROR', 'the service failed to answer');
}

function codeOf(status: number): string {
  if (status === 413) return 'BODY_TOO_LARGE';
  if (status === 415) return 'UNSUPPORTED_MEDIA_TYPE';
  return 'REQUEST_REFUSED';
}
