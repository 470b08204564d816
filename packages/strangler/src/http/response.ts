import type { AnswerHead } from './answer-head.ts';
import { type Fields, hasControl, listMembers, lowerName, parseFields } from './fields.ts';
import {
  CHUNKED,
  type Framing,
  type FramingFields,
  NO_BODY,
  readFraming,
  UNTIL_CLOSE,
} from './framing.ts';

export interface ResponseHead {
  readonly status: number;
  /** The HTTP version that it came in. */
  readonly version: '1.0' | '1.1' | '2.0';
  readonly reason: string;
  readonly fields: Fields;
  readonly names: readonly string[];
  readonly framing: Framing;
  readonly nominated: readonly string[];
  /** Whether the connection may be used again. */
  readonly persistent: boolean;
  /** Seconds from `Keep-Alive: timeout=n`. */
  readonly keepAliveSeconds: number | undefined;
  /** An event stream (text/event-stream) may rightly be silent for hours. */
  readonly eventStream: boolean;
  /** What was made of this head for the last client; see relay.ts. */
  readonly relayed: { answer: AnswerHead | undefined };
}

const EVENT_STREAM = /^text\/event-stream\b/i;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: (.*))?$/;

/** Parses a response head without its empty line; a string says what is wrong with it. */
export function parseResponse(text: string, method: string): ResponseHead | string {
  const eol = text.indexOf('\r\n');
  const line = STATUS_LINE.exec(eol === -1 ? text : text.slice(0, eol));
  if (line === null) return 'the status line is malformed';
  const reason = line[3] ?? '';
  if (hasControl(reason)) return 'the reason phrase has a control character';
  const fields = eol === -1 ? [] : parseFields(text, eol + 2);
  if (typeof fields === 'string') return fields;
  const version = { current: line[1] === '1', streamed: false };
  return interpretResponse(Number(line[2]), reason, fields, method, version);
}

/** How the answer came: in HTTP/1.1 or later, and whether its end is marked outside the message, or with its head. */
interface Version {
  readonly current: boolean;
  readonly streamed: boolean;
  readonly ended?: boolean;
}

/** The checks that do not depend on who parsed the bytes. */
export function interpretResponse(
  status: number,
  reason: string,
  fields: Fields,
  method: string,
  { current, streamed, ended = false }: Version,
): ResponseHead | string {
  const names: string[] = [];
  const found: FramingFields = { lengths: 0, length: '', codings: 0, coding: '' };
  let connection = '';
  let keepAlive: string | undefined;
  let eventStream = false;
  for (let i = 0; i < fields.length; i += 2) {
    const name = lowerName(fields[i] as string);
    const value = fields[i + 1] as string;
    names.push(name);
    if (name === 'content-length') {
      found.lengths++;
      found.length = value;
    } else if (name === 'transfer-encoding') {
      found.codings++;
      found.coding = value;
    } else if (name === 'connection') {
      connection += connection === '' ? value : `,${value}`;
    } else if (name === 'content-type') eventStream = EVENT_STREAM.test(value);
    else if (name === 'keep-alive') keepAlive = value;
  }
  const framing = responseFraming(found, status, method, current);
  if (typeof framing === 'string') return framing;
  const nominated = connection === '' ? [] : listMembers(connection);
  const lasting = current ? !nominated.includes('close') : nominated.includes('keep-alive');
  return {
    status,
    version: streamed ? '2.0' : current ? '1.1' : '1.0',
    reason,
    fields,
    names,
    framing: streamed && framing.kind === 'close' ? (ended ? { kind: 'empty' } : CHUNKED) : framing,
    nominated,
    persistent: lasting && framing.kind !== 'close',
    keepAliveSeconds: keepAlive === undefined ? undefined : timeoutOf(keepAlive),
    eventStream,
    relayed: { answer: undefined },
  };
}

/** RFC 9112 6.3, with everything doubtful refused. */
function responseFraming(
  found: FramingFields,
  status: number,
  method: string,
  current: boolean,
): Framing | string {
  const framing = readFraming(found);
  if (framing !== undefined && 'why' in framing) return framing.why;
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return NO_BODY;
  if (framing?.kind === 'chunked' && !current) return 'Transfer-Encoding in an HTTP/1.0 response';
  return framing ?? UNTIL_CLOSE;
}

function timeoutOf(value: string): number | undefined {
  const seconds = /(?:^|[,\s])timeout=(\d{1,6})/i.exec(value)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
