import type { BrokerConnection } from '../client/connection.ts';

/** Sets up, and optionally takes down, what a pact calls "given …". Returned values go to generators. */
export type StateParameters = Readonly<Record<string, unknown>>;
export type StateValues = Readonly<Record<string, unknown>>;
export type StateFunction = (parameters: StateParameters) => unknown;
export interface StateSteps {
  readonly setup?: StateFunction;
  readonly teardown?: StateFunction;
}
export type StateHandler = StateFunction | StateSteps;
export type StateHandlers = Readonly<Record<string, StateHandler>>;

/** Makes the message that a message pact expects: the content, or content with metadata. */
export interface ProvidedMessage {
  readonly content: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
}
export interface MessageRequest {
  readonly description: string;
  /** Content of the request of a synchronous message. */
  readonly request: unknown;
  /** Header fields of that request; empty for other messages. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly providerStates: readonly unknown[];
}
export type MessageProducer = (
  request: MessageRequest,
) => ProvidedMessage | Promise<ProvidedMessage>;
export type MessageProducers = Readonly<Record<string, MessageProducer>>;

/** Which consumer versions to take pacts of. Sent to the broker as it stands. */
export interface ConsumerVersionSelector {
  readonly mainBranch?: boolean | undefined;
  readonly branch?: string | undefined;
  readonly fallbackBranch?: string | undefined;
  readonly matchingBranch?: boolean | undefined;
  readonly deployedOrReleased?: boolean | undefined;
  readonly deployed?: boolean | undefined;
  readonly released?: boolean | undefined;
  readonly environment?: string | undefined;
  readonly tag?: string | undefined;
  readonly fallbackTag?: string | undefined;
  readonly latest?: boolean | undefined;
  readonly consumer?: string | undefined;
}

export interface BrokerPactSource {
  readonly kind: 'broker';
  readonly broker: BrokerConnection;
  /** Default: main branch of every consumer, and what is deployed or released. */
  readonly consumerVersionSelectors?: readonly ConsumerVersionSelector[] | undefined;
  /** A failure of a pact never verified before by this branch does not fail the build. Default true. */
  readonly enablePending?: boolean | undefined;
  /** ISO date: pacts of any branch published since are verified too, as pending. */
  readonly includeWipPactsSince?: string | undefined;
}

export interface FilePactSource {
  readonly kind: 'files';
  /** Pact files, or folders of them. */
  readonly paths: readonly string[];
}

export type PactSource = BrokerPactSource | FilePactSource;

export interface VerifyProviderOptions {
  readonly provider: string;
  /** Where the running provider answers. Not needed when all pacts are about messages. */
  readonly providerBaseUrl?: string | undefined;
  readonly pacts: PactSource;
  /** Version of the provider; needed to publish. */
  readonly providerVersion?: string | undefined;
  readonly providerBranch?: string | undefined;
  readonly providerTags?: readonly string[] | undefined;
  readonly buildUrl?: string | undefined;
  /** Sends the results to the broker. Default false. */
  readonly publishResults?: boolean | undefined;
  /** A module that exports `stateHandlers` (and perhaps `messageProviders`), or the handlers. */
  readonly states?: string | StateHandlers | undefined;
  readonly messages?: MessageProducers | undefined;
  /** Headers added to every request to the provider, such as a token of a test user. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** No pact to verify: `fail` (default) or `pass`. */
  readonly noPacts?: 'fail' | 'pass' | undefined;
  /** Only interactions whose description (or state) fits this regular expression. Never published. */
  readonly filter?: { description?: string | undefined; state?: string | undefined } | undefined;
  /** Milliseconds to wait for a provider that is still starting. Default 0. */
  readonly waitForProviderMs?: number | undefined;
  /** Milliseconds for one request to the provider. Default 30 000. */
  readonly requestTimeoutMs?: number | undefined;
  /** Milliseconds for everything. Default 600 000. */
  readonly timeoutMs?: number | undefined;
  /** Stops the run, for Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
}

export interface VerifiedInteraction {
  readonly description: string;
  readonly states: readonly string[];
  readonly outcome: 'passed' | 'failed' | 'error' | 'pending' | 'skipped';
  /** One sentence for each difference, with path, expected and actual. */
  readonly mismatches: readonly string[];
  /** Milliseconds. */
  readonly durationMs: number;
}

export interface VerifiedPact {
  readonly consumer: string;
  readonly interactions: readonly VerifiedInteraction[];
}

export interface StateProblem {
  readonly state: string;
  /** `missing`: nobody handles it. `failed`: its handler threw. */
  readonly kind: 'missing' | 'failed';
  readonly text: string;
}

export interface VerificationResult {
  readonly provider: string;
  readonly providerVersion: string | undefined;
  /** True when nothing but pending interactions failed, and the results arrived if they were to be published. */
  readonly success: boolean;
  readonly noPactsFound: boolean;
  readonly published: boolean;
  /** Why the results did not reach the broker. */
  readonly publishProblem: string | undefined;
  readonly pacts: readonly VerifiedPact[];
  /** Failures that belong to no interaction. */
  readonly problems: readonly string[];
  readonly stateProblems: readonly StateProblem[];
  /** Handlers that no interaction asked for. */
  readonly unusedStates: readonly string[];
  /** What the broker said about the pacts before: why each is verified, and whether it is pending. */
  readonly notices: readonly string[];
  /** Everything the verifier printed: for a log file, not for people. */
  readonly output: string;
}
