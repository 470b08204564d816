import { PactV4 } from '@pact-foundation/pact';
import type {
  EventDeclaration,
  ExampleOf,
  HttpDeclaration,
  MessageDeclaration,
  MetadataOf,
  PlainHttpDeclaration,
  ReceivedEvent,
  ReceivedMessage,
  RequestDeclaration,
  RequestExample,
  RequestTemplate,
  ResponseTemplate,
  SendRequest,
  SentMessage,
} from './interaction.ts';
import type { AnyApi, MethodOf, PathOf, StatusOf } from './openapi-types.ts';
import { runEvent } from './run-event.ts';
import { runHttp } from './run-http.ts';
import { runMessage } from './run-message.ts';
import { runRequest } from './run-request.ts';
import type { PactV4Options } from './synchronous-message.ts';
import type { Accepted } from './template.ts';

/** The mock server of one interaction. */
export interface MockServer {
  readonly url: string;
  readonly port: number;
}

/**
 * The Pact of pact-js with declarations that the compiler checks. `Api` is the `paths` type that
 * openapi-typescript (or `ashlar client`) writes for the provider's document; without it, `template<T>()`
 * ties bodies to types of the consumer's code.
 */
export class ConsumerPact<Api = AnyApi> extends PactV4 {
  readonly #options: PactV4Options;

  constructor(options: PactV4Options) {
    super(options);
    this.#options = options;
  }

  /**
   * Declares a request and its answer, and runs the test against a server that gives this answer; once for
   * every variant that `optional` and `nullable` ask for. Each variant is an interaction of its own, with
   * its name at the end of the description and, where the answer differs, in a provider state.
   * @throws what the test throws, with the variant in the message; whatever pact-js says of a request that
   *   is not the declared one
   */
  http<
    const Path extends PathOf<Api>,
    const Method extends MethodOf<Api, Path>,
    const Status extends StatusOf<Api, Path, Method>,
    const Sent extends RequestTemplate<Api, Path, Method>,
    const Answer extends ResponseTemplate<Api, Path, Method, Status>,
  >(
    declaration: HttpDeclaration<Api, Path, Method, Status, Sent, Answer>,
    test: (server: MockServer, example: ExampleOf<Sent>) => Promise<unknown>,
  ): Promise<void> {
    return runHttp(
      () => this.addInteraction(),
      declaration as unknown as PlainHttpDeclaration,
      test as never,
    );
  }

  /**
   * Declares a message, and hands an example of it to the code that would receive it; once for every
   * variant that `optional` and `nullable` ask for.
   * @throws what the handler throws, with the variant in the message
   */
  message<const Contents>(
    declaration: MessageDeclaration<Contents>,
    handler: (message: ReceivedMessage<Accepted<Contents, false>>) => Promise<unknown>,
  ): Promise<void> {
    return runMessage(() => this.addAsynchronousInteraction(), declaration, handler as never);
  }

  /**
   * Declares a message that the consumer sends and the reply that it takes (`Synchronous/Messages` in the
   * pact), and runs the test with a `send` that stands for the transport; once for every variant that
   * `optional` and `nullable` ask for, as in `http`. `send` compares what it gets with the declared request.
   * @throws what the test throws, with the variant in the message; ContractsError
   *   CONTRACTS_REQUEST_NOT_AS_DECLARED when the code sends something else, or nothing
   */
  request<
    const Sent,
    const Answer,
    const SentMetadata extends object,
    const AnswerMetadata extends object,
  >(
    declaration: RequestDeclaration<Sent, SentMetadata, Answer, AnswerMetadata>,
    test: (
      send: SendRequest<SentMessage<Accepted<Answer, false>, MetadataOf<AnswerMetadata>>>,
      example: RequestExample<Sent, SentMetadata>,
    ) => Promise<unknown>,
  ): Promise<void> {
    return runRequest(this.#options, declaration as never, test as never);
  }

  /**
   * Declares a message that is a CloudEvent, in structured or binary mode, and hands the event to the code
   * that would receive it. With `over` it goes through a real broker first, in the form of its binding; the
   * pact stays the same, so one test can run over several brokers.
   * @throws what the handler throws, with the variant in the message; ContractsError CONTRACTS_EVENT_INVALID
   *   and CONTRACTS_MESSAGE_LOST
   */
  event<const Data>(
    declaration: EventDeclaration<Data>,
    handler: (
      event: ReceivedEvent<Accepted<Data, false>>,
      message: ReceivedMessage<unknown>,
    ) => Promise<unknown>,
  ): Promise<void> {
    return runEvent(() => this.addAsynchronousInteraction(), declaration, handler as never);
  }
}
