import type { Target } from '../decide/choose.ts';
import type { AnswerHead } from '../http/answer-head.ts';
import { type Fields, lowerName } from '../http/fields.ts';
import type { RequestHead } from '../http/request.ts';
import type { Identity } from '../model/identity.ts';
import type { Route } from '../model/routes.ts';
import type { ResponseSink } from '../upstream/call.ts';
import type { Outgoing, Visit } from './duty.ts';
import type { RouteDuties } from './route-duties.ts';

/** One request on its way through the duties of its route. */
export class RunningVisit implements Visit {
  readonly route: Route;
  readonly request: RequestHead;
  readonly address: string;
  readonly certificate: Visit['certificate'];
  readonly recognised: Visit['recognised'];
  identity: Identity | undefined;
  readonly answerFields: string[] = [];
  readonly #duties: RouteDuties;
  readonly #leaving: (() => void)[] = [];

  constructor(
    duties: RouteDuties,
    route: Route,
    {
      request,
      address,
      certificate,
      recognised,
    }: Pick<Visit, 'request' | 'address' | 'certificate'> & {
      readonly recognised?: Visit['recognised'];
    },
  ) {
    this.#duties = duties;
    this.route = route;
    this.request = request;
    this.address = address;
    this.certificate = certificate;
    this.recognised = recognised;
  }

  header(name: string): string | undefined {
    const at = this.request.names.indexOf(name);
    return at === -1 ? undefined : this.request.fields[at * 2 + 1];
  }

  onLeave(act: () => void): void {
    this.#leaving.push(act);
  }

  leave(): void {
    for (const act of this.#leaving.splice(0)) act();
  }

  /** What an upstream gets of the request. `body` is the whole of it, where it is at hand. */
  outgoing(target: Target, upstream: string, body: Buffer | undefined): Outgoing {
    const outgoing: Outgoing = { target, upstream, head: this.request, body, extra: [] };
    for (const duty of this.#duties.sending) duty.send?.(this, outgoing);
    return outgoing;
  }

  /** Trailer fields of the request; some servers take them for header fields. */
  trailers(fields: Fields): Fields {
    const { forbidding } = this.#duties;
    if (fields.length === 0 || forbidding.length === 0) return fields;
    const out: string[] = [];
    for (let i = 0; i < fields.length; i += 2) {
      const name = (fields[i] as string).toLowerCase();
      if (forbidding.some((duty) => duty.forbids?.(name) === true)) continue;
      out.push(fields[i] as string, fields[i + 1] as string);
    }
    return out;
  }

  /** Where an upstream's answer has to pass on its way to `sink`; the last duty sees it first. */
  receiving(target: Target, sink: ResponseSink): ResponseSink {
    return this.#duties.receiving.reduce(
      (to, duty) => duty.receive?.(this, target, to) ?? to,
      sink,
    );
  }

  /** The answer with the duties' own fields. */
  dress(answer: AnswerHead): AnswerHead {
    if (this.answerFields.length === 0) return answer;
    const fields = withFields(answer.fields, this.answerFields);
    return { ...answer, fields, ownDate: undefined, wire: undefined };
  }
}

function withFields(fields: Fields, own: Fields): string[] {
  const names = new Set(own.filter((_, i) => i % 2 === 0).map(lowerName));
  // Vary adds up: each who has a say about caching names what the answer hangs on.
  names.delete('vary');
  const out: string[] = [];
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] as string;
    if (!names.has(lowerName(name))) out.push(name, fields[i + 1] as string);
  }
  out.push(...own);
  return out;
}
