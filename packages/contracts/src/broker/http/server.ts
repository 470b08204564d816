import { randomBytes } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Urls } from '../hal/urls.ts';
import { type Answer, dispatch, type Machinery } from './dispatch.ts';
import { wantsProblem } from './negotiate.ts';
import { type AuditEntry, type Log, observeRequests } from './observe.ts';
import { missingDetails, problemDetails, unusablePath } from './problem.ts';
import { PROTOCOL_VERSION } from './protocol.ts';
import { HttpFailure, JsonText, notFound } from './reply.ts';
import { HAL, type Resource } from './resource.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** Names of branches and applications have no agreed limit; a URL of this size does. */
const MAX_PARAMETER_LENGTH = 16_384;

/** Pages have no script, load nothing, and are not shown within those of others. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export interface ServerOptions {
  readonly bodyLimit: number;
  readonly basePath: string;
  /** Where clients reach the broker, when that differs from what they write in `Host`. */
  readonly publicBaseUrl: string | undefined;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  readonly log: Log;
  readonly audit: ((entry: AuditEntry) => void) | undefined;
  readonly clock: () => Date;
}

export function buildServer(
  resources: readonly Resource[],
  machinery: Machinery,
  options: ServerOptions,
): FastifyInstance {
  const common = {
    bodyLimit: options.bodyLimit,
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: {
      maxParamLength: MAX_PARAMETER_LENGTH,
      ignoreDuplicateSlashes: false,
      ignoreTrailingSlash: true,
    },
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendFailure(notFound(), request, reply, options),
  } as const;
  const app = (
    options.tls === undefined ? fastify(common) : fastify({ ...common, https: options.tls })
  ) as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const { access, metrics } = machinery;
  observeRequests(app, { ...options, access, metrics });
  for (const resource of resources) {
    app.route({
      method: [...METHODS],
      url: options.basePath + resource.path,
      handler: (request, reply) => handle(resource, request, reply, machinery, options),
    });
  }
  app.setNotFoundHandler((request, reply) => sendFailure(notFound(), request, reply, options));
  app.setErrorHandler((error, request, reply) => fail(error, request, reply, options));
  return app;
}

async function handle(
  resource: Resource,
  request: FastifyRequest,
  reply: FastifyReply,
  machinery: Machinery,
  options: ServerOptions,
): Promise<FastifyReply> {
  const urls = new Urls(baseUrl(request, options));
  const [path = '', ...search] = request.url.split('?');
  const refused = unusablePath(path);
  if (refused !== undefined) return send(refused, reply);
  try {
    const answer = await dispatch(
      resource,
      {
        method: request.method,
        url: urls.base + path.slice(options.basePath.length).replace(/\/$/, ''),
        search: search.join('?'),
        parameters: request.params as Record<string, string>,
        headers: {
          accept: request.headers.accept,
          authorization: request.headers.authorization,
          contentType: request.headers['content-type'],
        },
        origin: {
          secFetchSite: request.headers['sec-fetch-site']?.toString(),
          origin: request.headers.origin,
          host: request.headers.host,
        },
        body: Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '',
        urls,
      },
      machinery,
    );
    return send(answer, reply);
  } catch (error) {
    return fail(error, request, reply, options);
  }
}

function baseUrl(request: FastifyRequest, options: ServerOptions): string {
  return options.publicBaseUrl ?? `${request.protocol}://${request.host}${options.basePath}`;
}

function send(answer: Answer, reply: FastifyReply): FastifyReply {
  const { status, body, headers, type, negotiated } = answer;
  reply.code(status);
  reply.headers({
    vary: 'Accept',
    'cache-control': 'no-cache',
    'x-pact-broker-version': PROTOCOL_VERSION,
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  if (body === undefined) {
    if (type !== undefined) reply.header('content-type', `${type};charset=utf-8`);
    return reply.send();
  }
  const mediaType = type ?? negotiated;
  if (headers?.['content-type'] === undefined) {
    reply.header('content-type', `${mediaType};charset=utf-8`);
  }
  if (mediaType === 'text/html') reply.header('content-security-policy', PAGE_POLICY);
  // As bytes: for text the server framework would add a charset of its own.
  return reply.send(Buffer.from(textOf(body)));
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return body instanceof JsonText ? body.text : JSON.stringify(body);
}

function fail(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ServerOptions,
): FastifyReply {
  if (error instanceof HttpFailure) return sendFailure(error, request, reply, options);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const message = error instanceof Error ? error.message : 'bad request';
    const body = status === 415 ? {} : { body: { error: message } };
    return send({ status, ...body, negotiated: HAL }, reply);
  }
  const reference = randomBytes(6).toString('base64url');
  options.log.error({ err: error, reference, url: request.url }, 'request failed');
  const message = `An error has occurred. The details have been logged with the reference ${reference}`;
  return send({ status: 500, body: { error: { message, reference } }, negotiated: HAL }, reply);
}

function sendFailure(
  failure: HttpFailure,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ServerOptions,
): FastifyReply {
  const { reply: plain, errors } = failure;
  if (errors !== undefined && wantsProblem(request.headers.accept)) {
    const body = problemDetails(errors, plain.status, baseUrl(request, options));
    return send({ ...plain, body, type: 'application/problem+json', negotiated: HAL }, reply);
  }
  if (plain.status === 404 && wantsProblem(request.headers.accept)) {
    const body = missingDetails(plain.body);
    return send({ ...plain, body, type: 'application/problem+json', negotiated: HAL }, reply);
  }
  return send({ ...plain, negotiated: HAL }, reply);
}
