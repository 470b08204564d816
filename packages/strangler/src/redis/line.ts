import type { createClient } from '@redis/client';

/** As long as a silence: a line begun while nothing comes through is given up as soon. */
const CONNECT_MS = 3_000;
const PING_MS = 1_000;
const LONGEST_WAIT_MS = 500;

export interface LineSettings {
  readonly url: string;
  /** A connection on which nothing has moved for so long is taken for dead. */
  readonly silenceMs: number;
  /** What is listened to, by channel; shared by the lines that follow each other. */
  readonly heardOn: ReadonlyMap<string, (message: string) => void>;
  /** Whether to try again when the server does not answer. */
  retries(): boolean;
  /** Called each time that the server is there and everything is listened to. */
  ready(): void;
}

/** One client of the library. It comes back by itself when its connection is closed. */
export class Line {
  readonly #client: ReturnType<typeof createClient>;
  readonly #settings: LineSettings;
  readonly #subscribed = new Set<string>();
  #closed = false;

  constructor(create: typeof createClient, settings: LineSettings) {
    this.#settings = settings;
    this.#client = create({
      url: settings.url,
      disableOfflineQueue: true,
      pingInterval: PING_MS,
      socket: {
        connectTimeout: CONNECT_MS,
        socketTimeout: settings.silenceMs,
        reconnectStrategy: (tries) =>
          settings.retries() && Math.min(50 * 2 ** tries, LONGEST_WAIT_MS),
      },
    });
    // Without a listener a lost connection would end the process; `ready` tells of it.
    this.#client.on('error', () => undefined);
    // A connection that was on its way when the client was destroyed is left open by the library.
    this.#client.on('connect', () => {
      if (this.#closed) this.#client.destroy();
    });
    this.#client.on('ready', () => {
      this.listen().then(
        () => settings.ready(),
        () => undefined,
      );
    });
  }

  get ready(): boolean {
    return this.#client.isReady;
  }

  async connect(): Promise<void> {
    await this.#client.connect();
  }

  send(words: readonly string[]): Promise<unknown> {
    return this.#client.sendCommand([...words]);
  }

  /** Subscribes to what is not yet; what is, the client subscribes to anew by itself. */
  async listen(): Promise<void> {
    for (const [channel, heard] of this.#settings.heardOn) {
      if (this.#subscribed.has(channel)) continue;
      await this.#client.subscribe(channel, heard);
      // Not before: of one that got no answer the client knows nothing when it comes back.
      this.#subscribed.add(channel);
    }
  }

  close(): void {
    this.#closed = true;
    this.#client.destroy();
  }
}
