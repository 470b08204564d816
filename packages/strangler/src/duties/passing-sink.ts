import type { Socket } from 'node:net';
import type { Fields } from '../http/fields.ts';
import type { ResponseHead } from '../http/response.ts';
import type { ResponseSink, UpstreamFault } from '../upstream/call.ts';

/** Hands everything on as it is; duties change what they have to. */
export class PassingSink implements ResponseSink {
  protected readonly sink: ResponseSink;

  constructor(sink: ResponseSink) {
    this.sink = sink;
  }

  get holds(): boolean {
    return this.sink.holds;
  }

  sent(): void {
    this.sink.sent();
  }

  inform(head: ResponseHead): void {
    this.sink.inform(head);
  }

  head(head: ResponseHead): void {
    this.sink.head(head);
  }

  data(chunk: Buffer): void {
    this.sink.data(chunk);
  }

  flush(): void {
    this.sink.flush();
  }

  end(trailers: Fields): void {
    this.sink.end(trailers);
  }

  upgraded(head: ResponseHead, socket: Socket, rest: Buffer): void {
    this.sink.upgraded(head, socket, rest);
  }

  fault(fault: UpstreamFault): void {
    this.sink.fault(fault);
  }

  drain(): void {
    this.sink.drain();
  }
}
