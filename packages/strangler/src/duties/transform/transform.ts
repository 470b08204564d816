import type { Target } from '../../decide/choose.ts';
import type { RequestHead } from '../../http/request.ts';
import type { MessageChanges, TransformSettings } from '../../model/duties.ts';
import type { ResponseSink } from '../../upstream/call.ts';
import type { Denial, Duty, Visit } from '../duty.ts';
import { withoutFields } from '../fields.ts';
import { isJson } from '../validation/body-check.ts';
import { readJsonBody } from '../validation/json-body.ts';
import { bodyChanger } from './body-changes.ts';
import { ChangedAnswer } from './changed-answer.ts';
import { fieldChanger } from './field-changes.ts';

/** What is asked of an answer that is to be changed: whole, and in plain bytes. */
const NOT_ASKED: ReadonlySet<string> = new Set(['accept-encoding', 'range', 'if-range']);

/** Speaks to a side in its own shape: requests are changed on their way there, answers on the way back. */
export function transform(settings: TransformSettings): Duty {
  const fields = fieldChanger(settings.request.headers);
  const body = changer(settings.request);
  const answerFields = fieldChanger(settings.response.headers);
  const answerBody = changer(settings.response);
  const meant = (target: Target): boolean => settings.for === 'both' || settings.for === target;
  const changesAnswer = answerFields !== undefined || answerBody !== undefined;
  return {
    name: 'transform',
    wholeBody: (visit) =>
      body !== undefined && carriesJson(visit.request) ? settings.maxBodyBytes : undefined,
    inspect: (visit, bytes) =>
      body === undefined || bytes.length === 0 || !carriesJson(visit.request)
        ? undefined
        : unreadable(visit, bytes),
    send: (_visit, outgoing) => {
      if (!meant(outgoing.target)) return;
      if (body !== undefined && outgoing.body?.length && carriesJson(outgoing.head)) {
        outgoing.body = body(outgoing.body) ?? outgoing.body;
      }
      if (fields !== undefined) outgoing.head = fields(outgoing.head);
      if (answerBody === undefined) return;
      outgoing.head = withoutFields(outgoing.head, (name) => NOT_ASKED.has(name));
      if (!outgoing.extra.includes('Accept-Encoding')) {
        outgoing.extra.push('Accept-Encoding', 'identity');
      }
    },
    receive: (visit, target, sink): ResponseSink =>
      meant(target) && changesAnswer
        ? new ChangedAnswer(sink, {
            fields: answerFields,
            body: answerBody,
            method: visit.request.method,
            maxBodyBytes: settings.maxBodyBytes,
          })
        : sink,
  };
}

/** Bytes to bytes; undefined for a body that cannot be read. */
function changer({ body }: MessageChanges): ((bytes: Buffer) => Buffer | undefined) | undefined {
  if (body === undefined) return undefined;
  const change = bodyChanger(body);
  return (bytes) => {
    const read = readJsonBody(bytes, true);
    return read.ok ? Buffer.from(JSON.stringify(change(read.value))) : undefined;
  };
}

function carriesJson({ names, fields }: RequestHead): boolean {
  const at = names.indexOf('content-type');
  return at !== -1 && isJson(fields[at * 2 + 1] as string);
}

function unreadable(visit: Visit, bytes: Buffer): Denial | undefined {
  const coding = visit.header('content-encoding') ?? 'identity';
  if (coding.toLowerCase() !== 'identity') {
    return { status: 415, detail: 'A JSON body with a Content-Encoding is not taken here.' };
  }
  const read = readJsonBody(bytes);
  return read.ok ? undefined : { status: 400, detail: `The body cannot be read: ${read.why}.` };
}
