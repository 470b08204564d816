import { createHash } from 'node:crypto';
import { ProxyError } from '../model/error.ts';
import { Line, type LineSettings } from './line.ts';

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
  /**
   * Messages of a channel, also after the connection was lost and came back.
   *
   * @throws ProxyError PROXY_REDIS_UNREACHABLE when it goes away meanwhile; it is listened to all the
   * same as soon as it is back
   */
  subscribe(channel: string, heard: (message: string) => void): Promise<void>;
  /** Called each time the connection is there again. */
  whenBack(back: () => void): void;
  close(): void;
}

/** A command without an answer for so long is given up, so that a dead network holds up nobody. */
const PATIENCE_MS = 1_000;
/** A server that has answered nothing for so long, however much was asked, is connected to anew. */
const SILENCE_MS = 3_000;

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
  const heardOn = new Map<string, (message: string) => void>();
  const backs: (() => void)[] = [];
  // At the start a wrong address should be told, not tried for ever.
  let wasConnected = false;
  const settings: LineSettings = {
    url,
    silenceMs: SILENCE_MS,
    heardOn,
    retries: () => wasConnected,
    ready: () => {
      for (const back of backs) back();
    },
  };
  let line = new Line(createClient, settings);
  const unreachable = (cause: unknown): ProxyError =>
    new ProxyError(
      'PROXY_REDIS_UNREACHABLE',
      `Redis at ${shownUrl} does not answer: ${messageOf(cause)}.`,
      'Check that the server runs, that this address and its password are right, and the network between.',
      { cause },
    );
  try {
    await line.connect();
    wasConnected = true;
  } catch (cause) {
    line.close();
    throw unreachable(cause);
  }
  /** Since when nothing that was sent has been answered. */
  let silentSince: number | undefined;
  // The library's own time-out does not do: what is written into a dead connection puts it off.
  const renewIfDead = (asked: Line): void => {
    if (asked !== line || silentSince === undefined) return;
    if (performance.now() - silentSince < SILENCE_MS) return;
    silentSince = undefined;
    line = new Line(createClient, settings);
    line.connect().catch(() => undefined);
    asked.close();
  };
  const command = async (...words: readonly string[]): Promise<unknown> => {
    let timer: NodeJS.Timeout | undefined;
    const asked = line;
    if (asked.ready) silentSince ??= performance.now();
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer in ${PATIENCE_MS} ms`));
        renewIfDead(asked);
      }, PATIENCE_MS);
    });
    try {
      const answer = await Promise.race([asked.send(words), late]);
      silentSince = undefined;
      return answer;
    } catch (cause) {
      if (cause instanceof ErrorReply || !asked.ready) silentSince = undefined;
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
      return line.ready;
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
      heardOn.set(channel, heard);
      await line.listen().catch((cause: unknown) => {
        throw unreachable(cause);
      });
    },
    whenBack: (back) => void backs.push(back),
    close: () => line.close(),
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
