/** What a route says about the recording of its exchanges. */
export interface RecordSettings {
  /** Share of requests recorded, 0–1. */
  readonly sample: number;
  /** Larger bodies are left out; the exchange is still recorded. */
  readonly maxBodyBytes: number;
  readonly maxFileBytes: number;
  /** Of the route; the oldest goes first. */
  readonly maxFiles: number;
  /** Further fields to keep back: names, or JSON paths. */
  readonly redact: readonly string[];
}

/** An exchange that is over, as it was: whoever takes it redacts it before it leaves memory. */
export interface FinishedExchange {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly route: string;
  /** Name of the upstream that answered. */
  readonly upstream: string;
  readonly request: {
    readonly method: string;
    readonly target: string;
    /** Names and values in turn. */
    readonly fields: readonly string[];
    /** Undefined: larger than what is kept. */
    readonly body: Uint8Array | undefined;
  };
  readonly response: {
    readonly status: number;
    readonly fields: readonly string[];
    readonly body: Uint8Array | undefined;
  };
}

/**
 * Passed in by whoever runs the proxy, as a gate is: the proxy samples and hands over, and knows nothing
 * of files or of secrets.
 */
export interface Recorder {
  /** Must neither wait nor throw. */
  take(exchange: FinishedExchange, settings: RecordSettings): void;
}
