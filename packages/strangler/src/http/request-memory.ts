import { BAD_TARGET, isRefusal, parseRequest, type Refusal, type RequestHead } from './request.ts';

/**
 * Parses the heads of one connection. A client repeats its header section byte for byte, and
 * what was found out about it holds for every repetition: only the target is looked at again.
 */
export class RequestMemory {
  #last: RequestHead | undefined;
  #start = '';
  /** From the HTTP version to the end of the header section. */
  #rest = '';
  #maxFields = 0;

  /** As parseRequest. */
  parse(text: string, maxFields: number): RequestHead | Refusal {
    const last = this.#last;
    if (last !== undefined && this.#maxFields === maxFields) {
      const from = text.length - this.#rest.length;
      const begin = this.#start.length;
      if (from > begin && text.endsWith(this.#rest) && text.startsWith(this.#start)) {
        const target = text.slice(begin, from);
        if (target === last.target) return last;
        if (target.charCodeAt(0) === 0x2f && !BAD_TARGET.test(target)) {
          const head = { ...last, target };
          this.#last = head;
          return head;
        }
      }
    }
    const head = parseRequest(text, maxFields);
    this.#last = undefined;
    if (isRefusal(head) || head.target.charCodeAt(0) !== 0x2f) return head;
    const eol = text.indexOf('\r\n');
    if (eol === -1) return head;
    this.#last = head;
    this.#start = `${head.method} `;
    this.#rest = text.slice(text.lastIndexOf(' ', eol));
    this.#maxFields = maxFields;
    return head;
  }
}
