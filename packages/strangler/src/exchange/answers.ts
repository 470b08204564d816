import { STATUS_CODES } from 'node:http';
import type { AnswerHead } from '../http/answer-head.ts';
import type { Fields } from '../http/fields.ts';

export interface OwnAnswer {
  readonly head: AnswerHead;
  readonly body: Buffer;
}

interface ProblemSettings {
  readonly date: string;
  readonly close: boolean;
  readonly requestId?: string;
  /** Further members of the problem details. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** Further header fields. */
  readonly fields?: Fields | undefined;
}

/** An answer of the proxy itself, as RFC 9457 problem details; without detail, without a body. */
export function problem(
  status: number,
  detail: string | undefined,
  settings: ProblemSettings,
): OwnAnswer {
  const title = STATUS_CODES[status] ?? 'Error';
  const { members, fields: more = [] } = settings;
  const problem = { type: 'about:blank', title, status, detail, by: 'ashlar', ...members };
  const body = Buffer.from(detail === undefined ? '' : `${JSON.stringify(problem)}\n`);
  const type = detail === undefined ? [] : ['Content-Type', 'application/problem+json'];
  // RFC 9110 8.6: an answer that cannot have a body says no length.
  const length = status === 204 ? [] : ['Content-Length', String(body.length)];
  const fields = [...type, ...length, 'Date', settings.date, 'Cache-Control', 'no-store', ...more];
  if (settings.requestId !== undefined) fields.push('X-Request-Id', settings.requestId);
  return {
    head: {
      status,
      reason: title,
      fields,
      framing: body.length === 0 ? 'none' : 'length',
      close: settings.close,
    },
    body,
  };
}

/** What the last recipient of an OPTIONS or TRACE says that may be handed on no more. */
export function answerOfLast(method: string): [status: number, detail: string | undefined] {
  return method === 'TRACE' ? [501, 'TRACE is not answered here.'] : [204, undefined];
}
