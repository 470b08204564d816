import { type MatchingRules, readMatchingRules } from '../matching/rules.ts';
import { isRecord, type JsonRecord, memberOf, stringMember } from '../openapi/node.ts';
import { type QueryPair, readQuery } from './query-string.ts';

interface Common {
  /** Keys from the top of the pact. */
  readonly path: readonly (string | number)[];
  readonly description: string;
  readonly providerStates: readonly string[];
}

export interface HttpInteraction extends Common {
  readonly kind: 'http';
  /** Major version of the Pact specification. */
  readonly specification: number;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly QueryPair[];
  readonly headers: Headers;
  readonly body: Body | undefined;
  readonly rules: MatchingRules;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body | undefined;
  readonly rules: MatchingRules;
}

/** Lower-case names, each with its value as one line. */
export type Headers = ReadonlyMap<string, string>;

export interface Body {
  readonly value: unknown;
  /** What version 4 says beside the content. */
  readonly contentType: string | undefined;
}

export interface Message {
  readonly payload: Body | undefined;
  readonly metadata: JsonRecord | undefined;
  readonly rules: MatchingRules;
  readonly path: readonly (string | number)[];
}

export interface MessageInteraction extends Common {
  readonly kind: 'message';
  /** `comments.references.AsyncAPI`, if there is something. */
  readonly reference: unknown;
  /** What is sent, and the answers of a synchronous message. */
  readonly message: Message;
  readonly replies: readonly Message[] | undefined;
}

export interface OtherInteraction extends Common {
  readonly kind: 'other';
}

export type Interaction = HttpInteraction | MessageInteraction | OtherInteraction;

/** The interactions of a pact of any version, in one form. */
export function readInteractions(pact: unknown): readonly Interaction[] {
  const major = majorVersion(pact);
  return ['interactions', 'messages'].flatMap((key) => {
    const list = memberOf(pact, key);
    if (!Array.isArray(list)) return [];
    return list.flatMap((value: unknown, index) =>
      isRecord(value) ? readInteraction(value, [key, index], major, key === 'messages') : [],
    );
  });
}

/** Of the specification: 1 to 4; 2 where a pact does not say. */
export function majorVersion(pact: unknown): number {
  const metadata = memberOf(pact, 'metadata');
  const version =
    stringMember(memberOf(metadata, 'pactSpecification'), 'version') ??
    stringMember(memberOf(metadata, 'pact-specification'), 'version') ??
    stringMember(metadata, 'pactSpecificationVersion');
  return Number.parseInt(version ?? '2', 10) || 2;
}

function readInteraction(
  value: JsonRecord,
  path: readonly (string | number)[],
  major: number,
  isMessage: boolean,
): Interaction {
  const common = {
    path,
    description: stringMember(value, 'description') ?? '',
    providerStates: statesOf(value),
  };
  const type = stringMember(value, 'type')?.toLowerCase();
  const reference = memberOf(memberOf(memberOf(value, 'comments'), 'references'), 'AsyncAPI');
  if (isMessage || type === 'asynchronous/messages') {
    return {
      ...common,
      kind: 'message',
      reference,
      message: readMessage(value, path),
      replies: undefined,
    };
  }
  if (type === 'synchronous/messages') {
    const replies = Array.isArray(value.response) ? value.response : [];
    return {
      ...common,
      kind: 'message',
      reference,
      message: readMessage(value.request, [...path, 'request']),
      replies: replies.map((reply, index) => readMessage(reply, [...path, 'response', index])),
    };
  }
  if (type !== undefined && type !== 'synchronous/http') return { ...common, kind: 'other' };
  return {
    ...common,
    kind: 'http',
    specification: major,
    request: readRequest(value.request, major),
    response: readResponse(value.response, major),
  };
}

function statesOf(value: JsonRecord): readonly string[] {
  if (Array.isArray(value.providerStates)) {
    return value.providerStates.flatMap((state) => stringMember(state, 'name') ?? []);
  }
  const state = stringMember(value, 'providerState') ?? stringMember(value, 'provider_state');
  return state === undefined ? [] : [state];
}

/** A request as a pact of that major version has it. */
export function readRequest(request: unknown, major: number): HttpRequest {
  return {
    method: (stringMember(request, 'method') ?? 'GET').toLowerCase(),
    path: stringMember(request, 'path') ?? '/',
    query: readQuery(memberOf(request, 'query')),
    headers: readHeaders(memberOf(request, 'headers')),
    body: readBody(request, major),
    rules: readMatchingRules(memberOf(request, 'matchingRules')),
  };
}

/** A response as a pact of that major version has it. */
export function readResponse(response: unknown, major: number): HttpResponse {
  return {
    status: Number(memberOf(response, 'status') ?? 200),
    headers: readHeaders(memberOf(response, 'headers')),
    body: readBody(response, major),
    rules: readMatchingRules(memberOf(response, 'matchingRules')),
  };
}

function readHeaders(value: unknown): Headers {
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).map(([name, text]) => [
      name.toLowerCase(),
      Array.isArray(text) ? text.join(', ') : String(text),
    ]),
  );
}

/** Absent and `null` are not the same: null is a body that says null. */
function readBody(part: unknown, major: number): Body | undefined {
  if (!isRecord(part) || part.body === undefined) return undefined;
  if (major < 4) return { value: part.body, contentType: undefined };
  return readContents(part.body);
}

/** `{content, contentType, encoded}` of version 4; undefined for an empty body. */
function readContents(contents: unknown): Body | undefined {
  if (contents === null) return { value: null, contentType: undefined };
  if (!isRecord(contents)) return undefined;
  const contentType = stringMember(contents, 'contentType');
  const { content, encoded } = contents;
  if (content === undefined || (content === '' && contentType === undefined)) return undefined;
  return { value: decoded(content, encoded), contentType };
}

function decoded(content: unknown, encoded: unknown): unknown {
  if (typeof content !== 'string' || typeof encoded !== 'string') return content;
  if (encoded.toLowerCase() !== 'json') return Buffer.from(content, 'base64').toString('utf8');
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}

/** A message of a message pact, or the request or a response of a synchronous one. */
export function readMessage(value: unknown, path: readonly (string | number)[]): Message {
  const metadata = memberOf(value, 'metadata') ?? memberOf(value, 'metaData');
  const contents = memberOf(value, 'contents');
  const payload =
    isRecord(contents) && ('content' in contents || 'contentType' in contents)
      ? readContents(contents)
      : contents === undefined
        ? undefined
        : { value: contents, contentType: stringMember(metadata, 'contentType') };
  return {
    payload,
    metadata: isRecord(metadata) ? metadata : undefined,
    rules: readMatchingRules(memberOf(value, 'matchingRules')),
    path,
  };
}
