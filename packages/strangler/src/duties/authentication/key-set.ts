import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { BearerSettings } from '../../model/duties.ts';
import { fetchJson } from './fetch-json.ts';

export class KeysUnavailable extends Error {}

export interface KeySetHost {
  /** Milliseconds from a monotonic clock. */
  now(): number;
  /** Somebody has to know that keys cannot be fetched; tokens may go on being verified meanwhile. */
  unreachable(why: string): void;
}

/**
 * The issuer's public keys (RFC 7517). Fetched ones are used until `refreshSeconds` have passed, then
 * fetched again behind the back of the requests; when that fails the old ones serve on. A key
 * nobody knows makes us look again, never more often than `cooldownSeconds` allows.
 */
export class KeySet {
  readonly #settings: BearerSettings;
  readonly #host: KeySetHost;
  readonly #changed: () => void;
  #keys: JWTVerifyGetKey | undefined;
  #text = '';
  #fetchedAt = -Infinity;
  #triedAt = -Infinity;
  #failed = false;
  #fetching: Promise<void> | undefined;

  /** `changed` is called when keys came or went. */
  constructor(settings: BearerSettings, host: KeySetHost, changed: () => void) {
    this.#settings = settings;
    this.#host = host;
    this.#changed = changed;
    if (typeof settings.jwks !== 'string') {
      this.#keys = createLocalJWKSet(settings.jwks as JSONWebKeySet);
    }
  }

  /** The keys as far as they are known. @throws KeysUnavailable */
  async current(): Promise<JWTVerifyGetKey> {
    if (this.#stale()) {
      const fetched = this.#fetch();
      if (this.#keys === undefined) await fetched;
    }
    if (this.#keys === undefined) throw new KeysUnavailable('no keys have been fetched');
    return this.#keys;
  }

  /**
   * True when there are others by now than those in which a key was looked for in vain: somebody else may have
   * had them fetched meanwhile, or waits for them.
   *
   * @throws KeysUnavailable when the issuer was asked in vain, and may have such a key
   */
  async refreshed(used: JWTVerifyGetKey): Promise<boolean> {
    if (typeof this.#settings.jwks !== 'string') return false;
    const may = this.#fetching !== undefined || !this.#cooling();
    if (this.#keys === used && may) await this.#fetch();
    if (this.#keys !== used) return true;
    if (this.#failed) throw new KeysUnavailable('the issuer does not answer');
    return false;
  }

  /** Looks for withdrawn keys also when only remembered tokens come. */
  touch(): void {
    if (this.#stale()) void this.#fetch();
  }

  #stale(): boolean {
    if (typeof this.#settings.jwks !== 'string') return false;
    const due = this.#host.now() >= this.#fetchedAt + this.#settings.refreshSeconds * 1000;
    return due && (this.#fetching !== undefined || !this.#cooling());
  }

  #cooling(): boolean {
    return this.#host.now() < this.#triedAt + this.#settings.cooldownSeconds * 1000;
  }

  /** One question at a time, however many requests wait for it. */
  #fetch(): Promise<void> {
    this.#fetching ??= this.#ask().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #ask(): Promise<void> {
    const { jwks, timeoutMs } = this.#settings;
    this.#triedAt = this.#host.now();
    try {
      const { status, value } = await fetchJson(jwks as string, { timeoutMs });
      if (status !== 200) throw new Error(`it answered ${status}`);
      const keys = createLocalJWKSet(value as JSONWebKeySet);
      this.#fetchedAt = this.#host.now();
      this.#failed = false;
      const text = JSON.stringify(value);
      if (text === this.#text) return;
      this.#text = text;
      this.#keys = keys;
      this.#changed();
    } catch (error) {
      this.#failed = true;
      this.#host.unreachable(error instanceof Error ? error.message : String(error));
    }
  }
}
