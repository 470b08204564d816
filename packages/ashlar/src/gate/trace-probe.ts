import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { get, type Sighting } from './metrics-probe.ts';

/** Exporters gather spans for some seconds before they send them; a gate may take ten. */
const PATIENCE_MS = 8000;
const PAUSE_MS = 250;
/** Where services tell the trace of an answer: W3C Trace Context Level 2, and what is common beside it. */
const ECHOES = ['traceresponse', 'traceparent', 'x-trace-id'];

export interface TraceQuestion {
  /** `echo`, or an address with `{traceId}`. */
  readonly traces: string;
  readonly service: string;
  readonly probe: string;
  /** How long a collected trace may take to show, in ms. */
  readonly patienceMs?: number;
}

/**
 * Sends the service one request with a sampled `traceparent` (W3C Trace Context) and looks for its
 * trace: in the answer's own head (`echo`: it is taken up), or at an address where collected traces show,
 * such as `/api/traces/{traceId}` of Jaeger and Tempo (it is taken up, sent and kept).
 */
export async function seeTraces(question: TraceQuestion): Promise<Sighting> {
  const traceId = randomBytes(16).toString('hex');
  const url = new URL(question.probe, question.service);
  const answer = await get(url, '*/*', {
    traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
  });
  if ('reason' in answer) return answer;
  return question.traces === 'echo'
    ? echoed(url, answer.headers, traceId)
    : collected(question, traceId);
}

function echoed(url: URL, headers: Headers, traceId: string): Sighting {
  const field = ECHOES.find((name) => headers.get(name)?.includes(traceId));
  return field === undefined
    ? { seen: false, reason: `${url} does not answer with the trace it was sent` }
    : { seen: true, reason: `${url} takes up a trace and names it in ${field}` };
}

async function collected(
  { traces, patienceMs = PATIENCE_MS }: TraceQuestion,
  traceId: string,
): Promise<Sighting> {
  const url = new URL(traces.replaceAll('{traceId}', traceId));
  const until = performance.now() + patienceMs;
  let last = '';
  while (performance.now() < until) {
    const answer = await get(url, 'application/json');
    if ('text' in answer && hasSpans(answer.text)) {
      return { seen: true, reason: `the trace of a probe shows at ${url.origin}` };
    }
    last = 'reason' in answer ? answer.reason : `${url} knows no span of it`;
    await sleep(PAUSE_MS);
  }
  return { seen: false, reason: `the trace of a probe did not show: ${last}` };
}

/** Empty answers of trace stores: `{}`, `{"data": []}`, `{"batches": []}`, `{"spans": []}`. */
function hasSpans(text: string): boolean {
  try {
    const read = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    const values = Array.isArray(read) ? read : Object.values(read ?? {});
    return values.some((value) =>
      Array.isArray(value) ? value.length > 0 : typeof value === 'object' && hasContent(value),
    );
  } catch {
    return false;
  }
}

function hasContent(value: object | null): boolean {
  return value !== null && hasSpans(JSON.stringify(value));
}
