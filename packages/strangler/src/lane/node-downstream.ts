import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Downstream } from '../exchange/downstream.ts';
import type { AnswerHead } from '../http/answer-head.ts';
import type { Fields } from '../http/fields.ts';
import type { Peer } from '../http/forwarding.ts';
import { answerText, peerOf } from './wire.ts';

/** Writes one answer through Node's own ServerResponse. */
export class NodeDownstream implements Downstream {
  readonly peer: Peer;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #framing: AnswerHead['framing'] = 'none';
  #close = false;
  #headed = false;
  #began = false;
  #probed = false;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.#request = request;
    this.#response = response;
    this.peer = peerOf(request.socket);
  }

  get holds(): boolean {
    return this.#response.writableLength > 0;
  }

  inform(status: number, reason: string, fields: Fields): void {
    if (status === 100) this.#response.writeContinue();
    else this.#response.socket?.write(answerText(status, reason, fields), 'latin1');
  }

  /** As in SocketDownstream; of several requests sent at once only the one being answered. */
  probe(): void {
    const { socket } = this.#response;
    if (this.#probed) socket?.write('');
    else if (this.#headed && this.#framing === 'chunked') socket?.write('0');
    else if (!this.#headed && this.#request.httpVersionMinor === 1) this.#response.writeContinue();
    this.#probed = true;
  }

  head(head: AnswerHead): void {
    this.#framing = head.framing;
    this.#close = head.close;
    this.#headed = true;
    writeNodeHead(this.#response, head);
  }

  /** A head alone has to be pushed out; with a body it leaves in the same packet. */
  flush(): boolean {
    if (!this.#began && this.#headed && !this.#response.writableEnded) {
      this.#response.flushHeaders();
    }
    return !this.#response.writableNeedDrain;
  }

  write(chunk: Buffer): void {
    this.#began = true;
    this.#response.write(chunk);
  }

  end(trailers: Fields): void {
    if (trailers.length > 0 && this.#framing === 'chunked') {
      this.#response.addTrailers(pairs(trailers));
    }
    const { socket } = this.#response;
    this.#response.end(() => {
      // What is left of an unfinished request must not be read as the next one.
      if (this.#close && !this.#request.complete) socket?.destroySoon();
    });
  }

  cut(): void {
    const { socket } = this.#response;
    if (this.#framing === 'close') socket?.resetAndDestroy();
    else socket?.destroy();
  }

  tunnel(_head: AnswerHead, upstream: Socket): void {
    // Node reports upgrades as an event of their own, so nothing can arrive here.
    upstream.destroy();
    this.cut();
  }

  pauseBody(): void {
    this.#request.pause();
  }

  resumeBody(): void {
    this.#request.resume();
  }
}

export function writeNodeHead(response: ServerResponse, head: AnswerHead): void {
  const fields = [...head.fields];
  if (head.framing === 'chunked') fields.push('Transfer-Encoding', 'chunked');
  if (head.framing === 'empty') fields.push('Content-Length', '0');
  if (head.close) fields.push('Connection', 'close');
  if (head.framing === 'close') response.useChunkedEncodingByDefault = false;
  response.writeHead(head.status, head.reason, fields);
}

function pairs(fields: Fields): [string, string][] {
  const out: [string, string][] = [];
  for (let i = 0; i < fields.length; i += 2) {
    out.push([fields[i] as string, fields[i + 1] as string]);
  }
  return out;
}
