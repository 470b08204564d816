import { STATUS_CODES } from 'node:http';
import type { AnswerHead } from '../http/answer-head.ts';

export interface OwnAnswer {
  readonly head: AnswerHead;
  readonly body: Buffer;
}

/** An answer of the proxy itself, as RFC 9457 problem details. */
export function problem(
  status: number,
  detail: string,
  settings: { readonly date: string; readonly close: boolean; readonly requestId?: string },
): OwnAnswer {
  const title = STATUS_CODES[status] ?? 'Error';
  const body = Buffer.from(
    `${JSON.stringify({ type: 'about:blank', title, status, detail, by: 'ashlar' })}\n`,
  );
  const fields = [
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    String(body.length),
    'Date',
    settings.date,
    'Cache-Control',
    'no-store',
  ];
  if (settings.requestId !== undefined) fields.push('X-Request-Id', settings.requestId);
  return {
    head: { status, reason: title, fields, framing: 'length', close: settings.close },
    body,
  };
}
