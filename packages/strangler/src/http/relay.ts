import type { AnswerHead, DownstreamFraming } from './answer-head.ts';
import type { Fields } from './fields.ts';
import { FORWARDED, PROTECTED } from './forwarding.ts';
import type { ResponseHead } from './response.ts';

/** What a client connection can be told, which decides how a body's end is marked. */
interface Hop {
  readonly minor: 0 | 1;
  /** The connection is closed after this answer. */
  readonly close: boolean;
}

function downstreamFraming(response: ResponseHead, hop: Hop): DownstreamFraming {
  const { kind } = response.framing;
  if (kind === 'none' || kind === 'length' || kind === 'empty') return kind;
  return hop.minor === 1 ? 'chunked' : 'close';
}

/** The head that a client gets. A head that came before, for a client like the last, is not made again. */
export function answerHead(response: ResponseHead, hop: Hop, date: string): AnswerHead {
  const framing = downstreamFraming(response, hop);
  const close = hop.close || framing === 'close';
  const known = response.relayed.answer;
  if (
    known !== undefined &&
    known.framing === framing &&
    known.close === close &&
    (known.ownDate === undefined || known.ownDate === date)
  ) {
    return known;
  }
  const answer: AnswerHead = {
    status: response.status,
    reason: response.reason,
    fields: downstreamFields(response, framing, date),
    framing,
    close,
    ownDate: response.names.includes('date') ? undefined : date,
    wire: undefined,
  };
  response.relayed.answer = answer;
  return answer;
}

const NOT_RETURNED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/** The response's end-to-end fields, with Via, and Date where it is missing (RFC 9110 6.6.1). */
export function downstreamFields(
  response: ResponseHead,
  framing: DownstreamFraming,
  date: string,
): string[] {
  const { fields, names, nominated } = response;
  const out: string[] = [];
  let via = '';
  let dated = false;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const value = fields[i * 2 + 1] as string;
    if (NOT_RETURNED.has(name)) {
      if (name === 'via') via += `${value}, `;
      continue;
    }
    if (nominated.length > 0 && nominated.includes(name) && !PROTECTED.has(name)) continue;
    if (name === 'trailer' && framing !== 'chunked') continue;
    // RFC 9110 8.6: no length on an answer that cannot have a body at all.
    if (name === 'content-length' && (response.status === 204 || response.status < 200)) continue;
    if (name === 'date') dated = true;
    out.push(fields[i * 2] as string, value);
  }
  if (!dated && response.status >= 200) out.push('Date', date);
  out.push('Via', `${via}${response.version} ashlar`);
  return out;
}

/**
 * Trailer fields that would change how the message is framed or routed stay behind, and those
 * that are not handed on in the direction it goes.
 */
export function forwardableTrailers(
  trailers: Fields,
  kept: ReadonlySet<string> = NOT_RETURNED,
): string[] {
  const out: string[] = [];
  for (let i = 0; i < trailers.length; i += 2) {
    const name = (trailers[i] as string).toLowerCase();
    if (PROTECTED.has(name) || kept.has(name) || FORWARDED.has(name)) continue;
    out.push(trailers[i] as string, trailers[i + 1] as string);
  }
  return out;
}
