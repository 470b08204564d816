import type { Fields } from '../../http/fields.ts';
import type { ResponseHead } from '../../http/response.ts';
import type { ResponseSink } from '../../upstream/call.ts';
import { PassingSink } from '../passing-sink.ts';
import { isJson } from '../validation/body-check.ts';
import type { NamedFields } from './field-changes.ts';

export interface AnswerChanges {
  readonly fields: (<Head extends NamedFields>(head: Head) => Head) | undefined;
  /** Undefined for a body that cannot be read. */
  readonly body: ((bytes: Buffer) => Buffer | undefined) | undefined;
  readonly method: string;
  readonly maxBodyBytes: number;
}

/** What describes the very bytes that the upstream sent (RFC 9110 8.6, 14.3; RFC 9530). */
const OF_THE_BYTES: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'trailer',
  'accept-ranges',
  'content-md5',
  'digest',
  'content-digest',
  'repr-digest',
]);

/** An answer on its way to the client in another shape. A JSON body is held whole, others pass. */
export class ChangedAnswer extends PassingSink {
  readonly #changes: AnswerChanges;
  #head: ResponseHead | undefined;
  #pieces: Buffer[] = [];
  #size = 0;
  #over = false;

  constructor(sink: ResponseSink, changes: AnswerChanges) {
    super(sink);
    this.#changes = changes;
  }

  /** Held pieces are copies. */
  override get holds(): boolean {
    return this.#head === undefined && super.holds;
  }

  override head(head: ResponseHead): void {
    const changed = fresh(this.#changes.fields?.(head) ?? head);
    if (this.#changes.body === undefined || !isJson(valueOfField(head, 'content-type'))) {
      super.head(changed);
    } else if (head.framing.kind === 'none') {
      // HEAD and 304 tell of a body that is not the one a GET would get.
      super.head(this.#reshaped(changed, undefined));
    } else if (head.status === 206 || !isPlain(head)) {
      this.#fail('the answer is not whole, or not in plain bytes, so it cannot be changed');
    } else this.#head = changed;
  }

  override data(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#head === undefined) {
      super.data(chunk);
      return;
    }
    this.#size += chunk.length;
    if (this.#size > this.#changes.maxBodyBytes) {
      this.#fail('the answer is too large to be changed');
    } else this.#pieces.push(Buffer.from(chunk));
  }

  override flush(): void {
    if (!this.#over && this.#head === undefined) super.flush();
  }

  override end(trailers: Fields): void {
    if (this.#over) return;
    const head = this.#head;
    if (head === undefined) {
      super.end(trailers);
      return;
    }
    const bytes = Buffer.concat(this.#pieces);
    const body = bytes.length === 0 ? bytes : this.#changes.body?.(bytes);
    if (body === undefined) {
      this.#fail('the answer cannot be read as JSON');
      return;
    }
    this.#head = undefined;
    super.head(this.#reshaped(head, body.length));
    if (body.length > 0) super.data(body);
    super.end([]);
  }

  /** The fields that spoke of other bytes are gone; a strong entity tag is a weak one now. */
  #reshaped(head: ResponseHead, length: number | undefined): ResponseHead {
    const fields: string[] = [];
    const names: string[] = [];
    for (let i = 0; i < head.names.length; i++) {
      const name = head.names[i] as string;
      let value = head.fields[i * 2 + 1] as string;
      if (OF_THE_BYTES.has(name)) continue;
      if (name === 'etag' && value.startsWith('"')) value = `W/${value}`;
      names.push(name);
      fields.push(head.fields[i * 2] as string, value);
    }
    if (length === undefined) return fresh({ ...head, fields, names });
    fields.push('Content-Length', String(length));
    names.push('content-length');
    return fresh({ ...head, fields, names, framing: { kind: 'length', length } });
  }

  #fail(message: string): void {
    this.#over = true;
    this.#pieces = [];
    this.fault({ kind: 'protocol', message });
  }
}

/** What was made of the upstream's own head for the last client is no longer true. */
function fresh(head: ResponseHead): ResponseHead {
  return { ...head, relayed: { answer: undefined } };
}

function isPlain(head: ResponseHead): boolean {
  const coding = valueOfField(head, 'content-encoding');
  return coding === '' || coding.toLowerCase() === 'identity';
}

function valueOfField({ names, fields }: ResponseHead, name: string): string {
  const at = names.indexOf(name);
  return at === -1 ? '' : (fields[at * 2 + 1] as string);
}
