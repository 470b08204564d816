import type { MessageCarrier } from '../events/carrier.ts';
import type { CloudEvent, EventBinding } from '../events/cloud-event.ts';
import type {
  MethodOf,
  PathOf,
  PathParameterOf,
  QueryOf,
  RequestBodyNeed,
  RequestBodyOf,
  ResponseBodyOf,
  StatusOf,
} from './openapi-types.ts';
import type { Accepted, NoOther, StandsFor, Template } from './template.ts';

/** What the provider has to have ready; `params` become the parameters of its handler. */
export interface GivenState {
  readonly name: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** `''` for the interaction with everything, else such as `without note` or `note null`. */
export type VariantName = string;

export type Given =
  | string
  | GivenState
  | readonly (string | GivenState)[]
  | ((variant: VariantName) => string | GivenState | readonly (string | GivenState)[]);

/** A text, or a matcher for one. */
export type TextTemplate = string | StandsFor<string>;
type QueryValue = TextTemplate | number | boolean | StandsFor<number> | StandsFor<boolean>;

interface RequestCommon<Api, Path extends PathOf<Api>, Method extends MethodOf<Api, Path>> {
  readonly method: Method;
  /** As the document writes it, with parameters in braces. */
  readonly path: Path;
  readonly query?: {
    readonly [K in keyof QueryOf<Api, Path, Method>]?: QueryValue | readonly QueryValue[];
  };
  readonly headers?: Readonly<Record<string, TextTemplate>>;
}

type PathParameters<Path extends string> = [PathParameterOf<Path>] extends [never]
  ? { readonly pathParameters?: Readonly<Record<never, never>> }
  : { readonly pathParameters: Readonly<Record<PathParameterOf<Path>, TextTemplate | number>> };

type RequestBody<Api, Path, Method, Body> =
  RequestBodyNeed<Api, Path, Method> extends 'required'
    ? { readonly body: Body & NoOther<Body, RequestBodyOf<Api, Path, Method>> }
    : RequestBodyNeed<Api, Path, Method> extends 'optional'
      ? { readonly body?: Body & NoOther<Body, RequestBodyOf<Api, Path, Method>> }
      : { readonly body?: undefined };

/** One interaction, or several by `optional` and `nullable`, with the types of the document or the code. */
export interface HttpDeclaration<
  Api,
  Path extends PathOf<Api>,
  Method extends MethodOf<Api, Path>,
  Status extends StatusOf<Api, Path, Method>,
  Sent,
  Answer,
> {
  readonly given?: Given;
  readonly uponReceiving: string;
  readonly withRequest: RequestCommon<Api, Path, Method> &
    PathParameters<Path> &
    RequestBody<Api, Path, Method, Sent>;
  readonly willRespondWith: {
    readonly status: Status;
    readonly headers?: Readonly<Record<string, TextTemplate>>;
    readonly body?: Answer & NoOther<Answer, ResponseBodyOf<Api, Path, Method, Status>>;
  };
}

/** What a test is told about the interaction it runs for. */
export interface Example<Sent> {
  readonly variant: VariantName;
  /** Example values of the declared request: what the code under test has to send. */
  readonly request: {
    readonly path: string;
    readonly body: Sent;
  };
}

export type ExampleOf<Sent> = Example<Accepted<Sent, false>>;

export type RequestTemplate<Api, Path, Method> = Template<RequestBodyOf<Api, Path, Method>>;
export type ResponseTemplate<Api, Path, Method, Status> = Template<
  ResponseBodyOf<Api, Path, Method, Status>
>;

/** The declaration of an HTTP interaction as far as the one who writes it into a pact looks at it. */
export interface PlainHttpDeclaration {
  readonly given?: Given;
  readonly uponReceiving: string;
  readonly withRequest: {
    readonly method: string;
    readonly path: string;
    readonly pathParameters?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
  readonly willRespondWith: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
  };
}

/** An asynchronous message that the consumer takes. */
export interface MessageDeclaration<Contents> {
  readonly given?: Given;
  readonly expectsToReceive: string;
  readonly contents: Contents;
  /** Header fields of the transport. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** A broker that the example goes through before the handler gets it. Default: none. */
  readonly over?: MessageCarrier;
}

/** What a handler of messages gets: the example, as it would arrive. */
export interface ReceivedMessage<Contents> {
  readonly contents: Contents;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly variant: VariantName;
}

/** A message that the consumer sends, and the one that it takes as the answer; metadata are header fields. */
export interface RequestDeclaration<
  Sent,
  SentMetadata extends object,
  Answer,
  AnswerMetadata extends object,
> {
  readonly given?: Given;
  readonly uponReceiving: string;
  readonly withRequest: { readonly contents: Sent; readonly metadata?: SentMetadata };
  readonly willReplyWith: { readonly contents: Answer; readonly metadata?: AnswerMetadata };
  /** A broker that the request and its reply go through. Default: none. */
  readonly over?: MessageCarrier;
}

/** What the metadata of a template are when they arrive; of any kind where the template does not say. */
export type MetadataOf<M> = Readonly<Record<string, unknown>> &
  (string extends keyof M ? unknown : Accepted<M, false>);

export interface SentMessage<Contents, Metadata> {
  readonly contents: Contents;
  readonly metadata: Metadata;
}

/**
 * Stands for the transport: gives the declared reply to a request that matches the declared one, and
 * refuses others. `contents` is what goes on the wire as JSON; `contentType` is added where it is not given.
 */
export type SendRequest<Reply> = (
  contents: unknown,
  metadata?: Readonly<Record<string, unknown>>,
) => Promise<Reply>;

/** What a test is told about the request it has to make its code send. */
export interface RequestExample<Sent, SentMetadata> {
  readonly variant: VariantName;
  readonly request: SentMessage<Accepted<Sent, false>, MetadataOf<SentMetadata>>;
  /** With `over`: the subject or routing key to which code with a client of its own sends. */
  readonly channel: string | undefined;
}

/** Attributes of a CloudEvent as the consumer expects them; `specversion` goes without saying. */
export interface EventTemplate<Data> {
  readonly type: TextTemplate;
  readonly source: TextTemplate;
  /** Default: any text. */
  readonly id?: TextTemplate;
  readonly data: Data;
  readonly [attribute: string]: unknown;
}

export interface EventDeclaration<Data> {
  readonly given?: Given;
  readonly expectsToReceive: string;
  readonly event: EventTemplate<Data>;
  /** Where the attributes are: all in the body (default), or in header fields. */
  readonly mode?: 'structured' | 'binary';
  /** How the header fields of a binary event are named in the pact. Default `http`. */
  readonly binding?: EventBinding;
  /** A broker that the example goes through before the handler gets it. Default: none. */
  readonly over?: MessageCarrier;
}

export type ReceivedEvent<Data> = CloudEvent<Data> & { readonly data: Data };
