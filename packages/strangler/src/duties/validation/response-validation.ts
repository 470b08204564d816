import { Capture } from '../../exchange/capture.ts';
import { fieldValue } from '../../http/fields.ts';
import type { ResponseHead } from '../../http/response.ts';
import type { ApiDocument, ValidationSettings } from '../../model/duties.ts';
import { Sampler } from '../../observe/record.ts';
import { pathOf } from '../../routes/path.ts';
import type { ResponseSink } from '../../upstream/call.ts';
import type { Duty } from '../duty.ts';
import { PassingSink } from '../passing-sink.ts';
import { compileApi, type Operation } from './api.ts';
import { isJson } from './body-check.ts';
import { readJsonBody } from './json-body.ts';
import { createLookup, mediaOf } from './lookup.ts';
import { firstProblem } from './problem.ts';
import type { Violation } from './validation.ts';

/** Answers that wait to be looked at; more are let go. */
const MAX_WAITING = 64;

/** Looks at a sample of the answers when the client has them; nobody waits for it. */
export function responseValidation(
  settings: ValidationSettings,
  document: ApiDocument,
  violated: (violation: Violation) => void,
): Duty {
  const find = createLookup(compileApi(document));
  const sampler = new Sampler(settings.responses);
  let waiting = 0;
  return {
    name: 'response-validation',
    receive: (visit, _target, sink) => {
      if (waiting >= MAX_WAITING || !sampler.take()) return sink;
      const found = find(visit.request.method, pathOf(visit.request.target));
      if (found.kind !== 'operation' || visit.request.method === 'HEAD') return sink;
      const { operation } = found;
      return new SampledSink(sink, settings.maxBodyBytes, (head, body) => {
        waiting++;
        setImmediate(() => {
          waiting--;
          const detail = answerProblem(operation, head, body);
          if (detail === undefined) return;
          const { id: route } = visit.route;
          violated({ route, message: 'response', operation: operation.name, detail });
        });
      });
    },
  };
}

class SampledSink extends PassingSink {
  readonly #capture: Capture;
  readonly #whole: (head: ResponseHead, body: Buffer) => void;
  #head: ResponseHead | undefined;

  constructor(sink: ResponseSink, cap: number, whole: (head: ResponseHead, body: Buffer) => void) {
    super(sink);
    this.#capture = new Capture(cap);
    this.#whole = whole;
  }

  override head(head: ResponseHead): void {
    this.#head = head;
    super.head(head);
  }

  override data(chunk: Buffer): void {
    this.#capture.add(chunk);
    super.data(chunk);
  }

  override end(trailers: readonly string[]): void {
    super.end(trailers);
    const body = this.#capture.body();
    if (this.#head !== undefined && body !== undefined) this.#whole(this.#head, body);
  }
}

function answerProblem(
  { responses }: Operation,
  { status, fields }: ResponseHead,
  body: Buffer,
): string | undefined {
  const code = String(status);
  const media = responses.get(code) ?? responses.get(`${code[0]}XX`) ?? responses.get('DEFAULT');
  if (media === undefined) return `status ${status} is not in the document`;
  if (body.length === 0 || media.size === 0) return undefined;
  const type = fieldValue(fields, 'content-type') ?? '';
  const coding = fieldValue(fields, 'content-encoding') ?? 'identity';
  const check = mediaOf(media, type);
  if (check === 'none') return `${status} has a media type that is not in the document`;
  if (check === undefined || coding !== 'identity' || !isJson(type)) return undefined;
  const read = readJsonBody(body);
  if (!read.ok) return `${status} has a body that cannot be read: ${read.why}`;
  const { validate } = check;
  if (validate(read.value)) return undefined;
  const { pointer, detail } = firstProblem(validate.errors);
  return `${status} body${pointer} ${detail}`;
}
