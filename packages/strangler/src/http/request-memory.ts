import { BAD_TARGET, isRefusal, parseRequest, type Refusal, type RequestHead } from './request.ts';

/**
 * Parses the heads of one connection. A client repeats its header section byte for byte, and
 * what was found out about it holds for every repetition: only the target is looked at again.
 */
export class RequestMemory {
  #last: RequestHead | undefined;
  /** The whole message that `#last` was read from. */
  #whole = '';
  #start = '';
  /** From the space before the HTTP version to the empty line, inclusive. */
  #rest = '';
  #maxFields = 0;

  /**
   * The head, when `text` is a whole message without a body and begins and ends as the last did.
   * A line end in between would be in the target, and no target can have one.
   */
  recall(text: string, maxFields: number): RequestHead | undefined {
    const last = this.#last;
    if (last === undefined || this.#maxFields !== maxFields) return undefined;
    if (text === this.#whole) return last;
    const from = text.length - this.#rest.length;
    const begin = this.#start.length;
    if (from <= begin || !text.endsWith(this.#rest) || !text.startsWith(this.#start)) {
      return undefined;
    }
    const target = text.slice(begin, from);
    if (target.charCodeAt(0) !== SLASH || BAD_TARGET.test(target)) return undefined;
    const head = { ...last, target };
    this.#last = head;
    this.#whole = text;
    return head;
  }

  /** As parseRequest; `text` ends before its empty line. */
  parse(text: string, maxFields: number): RequestHead | Refusal {
    const whole = `${text}\r\n\r\n`;
    const known = this.recall(whole, maxFields);
    if (known !== undefined) return known;
    const head = parseRequest(text, maxFields);
    this.#last = undefined;
    if (isRefusal(head) || head.target.charCodeAt(0) !== SLASH) return head;
    const eol = text.indexOf('\r\n');
    if (eol === -1) return head;
    this.#last = head;
    this.#whole = whole;
    this.#start = `${head.method} `;
    this.#rest = whole.slice(text.lastIndexOf(' ', eol));
    this.#maxFields = maxFields;
    return head;
  }
}

const SLASH = 0x2f;
