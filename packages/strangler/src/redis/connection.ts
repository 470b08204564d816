import { createHash } from 'node:crypto';
import { ProxyError } from '../model/error.ts';

/** A Lua script, sent by its digest once the server knows it. */
export interface Script {
  readonly source: string;
  readonly digest: string;
}

/** One connection to a Redis server that comes back by itself when it is lost. */
export interface RedisConnection {
  /** The address without its password. */
  readonly shownUrl: string;
  readonly connected: boolean;
  /**
   * Runs a command of strings.
   *
   * @throws ProxyError PROXY_REDIS_UNREACHABLE at once while there is no connection, and when there
   * is no answer within the patience; the server may have done it all the same
   */
  command(...words: readonly string[]): Promise<unknown>;
  /** Runs a script; a whole one is one atomic step for every other client. */
  run(script: Script, keys: readonly string[], words: readonly string[]): Promise<unknown>;
  /** Messages of a channel, also after the connection was lost and came back. */
  subscribe(channel: string, heard: (message: string) => void): Promise<void>;
  /** Called each time the connection is there again. */
  whenBack(back: () => void): void;
  close(): void;
}

const CONNECT_MS = 5_000;
/** A command without an answer for so long is given up, so that a dead network holds up nobody. */
const PATIENCE_MS = 1_000;
/** A connection on which nothing has come for so long, pings not answered, is taken for dead. */
const SILENCE_MS = 3_000;
const PING_MS = 1_000;
const LONGEST_WAIT_MS = 500;

export function script(source: string): Script {
  return { source, digest: createHash('sha1').update(source).digest('hex') };
}

/** Whether an address names a Redis server. */
function isRedisUrl(address: string): boolean {
  return /^rediss?:\/\//.test(address);
}

/**
 * @param url `redis://[[user]:password@]host[:port][/database]`, `rediss:` for TLS
 * @throws ProxyError PROXY_REDIS_INVALID, PROXY_REDIS_UNREACHABLE
 */
export async function connectRedis(url: string): Promise<RedisConnection> {
  const shownUrl = withoutPassword(url);
  // Loaded only when asked for: most proxies run alone.
  const { createClient, ErrorReply } = await import('@redis/client');
  let wasConnected = false;
  const client = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: PING_MS,
    socket: {
      connectTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // At the start a wrong address should be told, not tried for ever.
      reconnectStrategy: (tries) => wasConnected && Math.min(50 * 2 ** tries, LONGEST_WAIT_MS),
    },
  });
  // Without a listener a lost connection would end the process; `connected` tells of it.
  client.on('error', () => undefined);
  const unreachable = (cause: unknown): ProxyError =>
    new ProxyError(
      'PROXY_REDIS_UNREACHABLE',
      `Redis at ${shownUrl} does not answer: ${messageOf(cause)}.`,
      'Check that the server runs, that this address and its password are right, and the network between.',
      { cause },
    );
  try {
    await client.connect();
    wasConnected = true;
  } catch (cause) {
    client.destroy();
    throw unreachable(cause);
  }
  const command = async (...words: readonly string[]): Promise<unknown> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS} ms`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([client.sendCommand([...words]), late]);
    } catch (cause) {
      // What the server itself objects to is no matter of the network.
      if (cause instanceof ErrorReply) throw cause;
      throw unreachable(cause);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    shownUrl,
    get connected() {
      return client.isReady;
    },
    command,
    async run({ source, digest }, keys, words) {
      const rest = [String(keys.length), ...keys, ...words];
      try {
        return await command('EVALSHA', digest, ...rest);
      } catch (error) {
        if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
        return command('EVAL', source, ...rest);
      }
    },
    async subscribe(channel, heard) {
      await client.subscribe(channel, heard);
    },
    whenBack: (back) => void client.on('ready', back),
    close: () => client.destroy(),
  };
}

function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !isRedisUrl(url) || parsed.hostname === '') {
    throw new ProxyError(
      'PROXY_REDIS_INVALID',
      // The text itself may hold a password.
      'The address of the Redis server cannot be read.',
      'Write it as redis://host:6379, with user:password@ before the host where one is wanted.',
    );
  }
  parsed.password = '';
  parsed.username = '';
  return parsed.href;
}

function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error)
    return cause.errors[0].message;
  return cause instanceof Error ? cause.message : String(cause);
}
