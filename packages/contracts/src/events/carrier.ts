import { ContractsError } from '../model/error.ts';
import type { EventBinding, EventMessage } from './cloud-event.ts';

/**
 * Takes a message of a contract through a broker, so that a consumer test meets what really arrives:
 * bytes, header fields as texts, names that a subscription selects.
 */
export interface MessageCarrier {
  /** For names of tests. */
  readonly name: string;
  /** How CloudEvents put their attributes into its header fields. */
  readonly binding: EventBinding;
  /** Sends a message, and answers with the message that came out on the other side. */
  readonly carry: (message: EventMessage) => Promise<EventMessage>;
  /** Stands for a provider that answers requests; absent where the broker has no replies. */
  readonly serve?: (answer: Answer) => Promise<RequestServer>;
}

/** The reply to a request as it arrived; undefined if it gets none. */
export type Answer = (request: EventMessage) => EventMessage | undefined;

/** Listens at a broker until it is closed. */
export interface RequestServer {
  /** The subject or queue that requests go to. */
  readonly channel: string;
  /** Sends a request over the broker, and gives the reply as it arrived. */
  readonly ask: (request: EventMessage) => Promise<EventMessage>;
  readonly close: () => Promise<unknown>;
}

export interface CarrierOptions {
  /** The subject or routing key. Default: one that nobody else uses. */
  readonly channel?: string;
  /** Milliseconds. Default 5000. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;

/** @throws ContractsError CONTRACTS_MESSAGE_LOST if nothing arrives in time */
export async function arrival<T>(
  arriving: Promise<T>,
  carrier: string,
  channel: string,
  timeoutMs: number = TIMEOUT_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new ContractsError(
          'CONTRACTS_MESSAGE_LOST',
          `A message sent to ${carrier} on ${channel} did not arrive within ${timeoutMs} ms.`,
          'Check that the connection may publish and subscribe there, and that nobody else takes its messages.',
        ),
      );
    }, timeoutMs);
  });
  try {
    return await Promise.race([arriving, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Contents as they go over a wire: JSON, or a text for what is not described as JSON. */
export function encoded({ contents, metadata }: EventMessage): Buffer {
  const isText = typeof contents === 'string' && !isJson(metadata.contentType);
  return Buffer.from(isText ? contents : JSON.stringify(contents ?? null), 'utf8');
}

export function decoded(bytes: Uint8Array, contentType: unknown): unknown {
  const text = Buffer.from(bytes).toString('utf8');
  return isJson(contentType) ? JSON.parse(text) : text;
}

function isJson(contentType: unknown): boolean {
  return contentType === undefined || /^[^;]*[/+]json\s*(;|$)/i.test(String(contentType));
}
