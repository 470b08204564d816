import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Decision, Override } from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { RouteState } from '../model/routes.ts';
import { claimStateFile } from './claim.ts';
import { LogFile } from './log-file.ts';

/** Where a route stands, and what the table said when it got there. */
export interface StateEntry {
  readonly state: RouteState;
  readonly declared: RouteState;
  /** ISO 8601. */
  readonly since: string;
  readonly armed: boolean;
  readonly held: boolean;
  /** ISO 8601; comparisons before it no longer count. */
  readonly comparedSince?: string;
  /** ISO 8601; when users were last taken back to the monolith and served there. */
  readonly rehearsed?: string;
  /** Gates that somebody answers for. */
  readonly override?: Override;
}

/** What another process has done to a route. */
export interface Change {
  readonly route: string;
  readonly before: StateEntry | undefined;
}

/** Keeps route states and decisions. */
export interface StateStore {
  readonly entries: ReadonlyMap<string, StateEntry>;
  readonly decisions: readonly Decision[];
  /** Whether this process is the one that takes steps of its own accord. */
  readonly leads: boolean;
  /**
   * Takes effect only when both could be written, the decision first. The decision comes back as it
   * is in the log. With `asLeader` only while this process leads.
   *
   * @throws ProxyError PROXY_STATE_UNWRITABLE, PROXY_STATE_CONFLICT
   */
  save(
    route: string,
    entry: StateEntry,
    decision: Decision,
    options?: { readonly asLeader?: boolean },
  ): Promise<Decision>;
  /**
   * Changes what is remembered of a route and decides nothing.
   *
   * @throws ProxyError PROXY_STATE_UNWRITABLE, PROXY_STATE_CONFLICT
   */
  keep(route: string, entry: StateEntry): Promise<void>;
  /** Takes effect in any case; what cannot be written now is tried again. Tells what went wrong. */
  impose(route: string, entry: StateEntry, decision: Decision): Error | undefined;
  /** A decision that moves nothing; what cannot be written now is tried again. */
  record(decision: Decision): Error | undefined;
  /** Tries again to write what could not be written. */
  flush(): Error | undefined;
  /** Takes over what another process has written since. */
  refresh(): readonly Change[];
  /** Called when there is something to take over, by stores that hear of it. */
  watch(changed: () => void): void;
  /** Writes what waits, as far as that is possible now. */
  close(): Promise<void>;
}

export const KEPT_DECISIONS = 1000;

/**
 * @param shared whether other processes of the same proxy use the file as well
 * @throws ProxyError PROXY_STATE_INVALID, PROXY_STATE_UNWRITABLE, PROXY_STATE_IN_USE
 */
export function openStateStore(file: string | undefined, shared = false): StateStore {
  return file === undefined ? new MemoryStore() : openFileStore(file, shared);
}

function openFileStore(file: string, shared: boolean): StateStore {
  const entries = readEntries(file);
  const release = writable(file, () => claimStateFile(file, shared));
  try {
    writable(file, () => writeEntries(file, entries));
    return new FileStore(file, entries, release);
  } catch (error) {
    release();
    throw error;
  }
}

export class MemoryStore implements StateStore {
  readonly entries: Map<string, StateEntry> = new Map<string, StateEntry>();
  readonly decisions: Decision[] = [];

  get leads(): boolean {
    return true;
  }

  async save(route: string, entry: StateEntry, decision: Decision): Promise<Decision> {
    this.entries.set(route, entry);
    this.remember(decision);
    return decision;
  }

  async keep(route: string, entry: StateEntry): Promise<void> {
    this.entries.set(route, entry);
  }

  impose(route: string, entry: StateEntry, decision: Decision): Error | undefined {
    this.entries.set(route, entry);
    this.remember(decision);
    return undefined;
  }

  record(decision: Decision): Error | undefined {
    this.remember(decision);
    return undefined;
  }

  flush(): Error | undefined {
    return undefined;
  }

  refresh(): readonly Change[] {
    return [];
  }

  watch(_changed: () => void): void {}

  async close(): Promise<void> {}

  protected remember(decision: Decision): void {
    this.decisions.push(decision);
    if (this.decisions.length > KEPT_DECISIONS) this.decisions.shift();
  }
}

class FileStore extends MemoryStore {
  readonly #file: string;
  readonly #log: LogFile;
  readonly #release: () => void;
  #unwritten: Decision[] = [];
  #dirty = false;
  #seen: string;
  #moved: Change[] = [];

  constructor(file: string, entries: ReadonlyMap<string, StateEntry>, release: () => void) {
    super();
    this.#file = file;
    this.#release = release;
    this.#log = new LogFile(`${file}.log.jsonl`);
    for (const [id, entry] of entries) this.entries.set(id, entry);
    this.decisions.push(...this.#log.read(KEPT_DECISIONS));
    this.#seen = stampOf(file);
  }

  override async save(route: string, entry: StateEntry, decision: Decision): Promise<Decision> {
    this.#replace(route, entry, decision);
    return super.save(route, entry, decision);
  }

  override async keep(route: string, entry: StateEntry): Promise<void> {
    this.#replace(route, entry);
    return super.keep(route, entry);
  }

  override impose(route: string, entry: StateEntry, decision: Decision): Error | undefined {
    super.impose(route, entry, decision);
    this.#unwritten.push(decision);
    this.#dirty = true;
    return this.flush();
  }

  override record(decision: Decision): Error | undefined {
    this.remember(decision);
    this.#unwritten.push(decision);
    return this.flush();
  }

  override flush(): Error | undefined {
    try {
      if (this.#dirty) this.#write(this.entries);
      this.#append();
      return undefined;
    } catch (error) {
      if (this.#unwritten.length > KEPT_DECISIONS) this.#unwritten.shift();
      return error as Error;
    }
  }

  override refresh(): readonly Change[] {
    this.#pull();
    const moved = this.#moved;
    this.#moved = [];
    return moved;
  }

  override async close(): Promise<void> {
    this.flush();
    this.#release();
  }

  #replace(route: string, entry: StateEntry, decision?: Decision): void {
    this.#pull();
    writable(this.#file, () => {
      this.#write(new Map(this.entries).set(route, entry), () => this.#append(decision));
    });
  }

  /** What has waited goes first, so that the log is in the order of the decisions. */
  #append(decision?: Decision): void {
    for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
      this.#log.append(next);
      this.#unwritten.shift();
    }
    if (decision !== undefined) this.#log.append(decision);
  }

  /** `beforehand` is done when there is room for the states, and before they hold. */
  #write(entries: ReadonlyMap<string, StateEntry>, beforehand = (): void => undefined): void {
    writeEntries(this.#file, entries, beforehand);
    this.#seen = stampOf(this.#file);
    this.#dirty = false;
  }

  #pull(): void {
    const stamp = stampOf(this.#file);
    // What a breach has imposed here and could not write yet is newer than the file.
    if (stamp === this.#seen || this.#dirty) return;
    this.#seen = stamp;
    for (const [id, entry] of readEntries(this.#file)) {
      const mine = this.entries.get(id);
      if (mine !== undefined && JSON.stringify(mine) === JSON.stringify(entry)) continue;
      this.entries.set(id, entry);
      this.#moved.push({ route: id, before: mine });
    }
  }
}

/** Another process puts a new file in place, so the inode changes even within a clock tick. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.mtimeMs} ${found.size}`;
}

function writeEntries(
  file: string,
  entries: ReadonlyMap<string, StateEntry>,
  beforehand = (): void => undefined,
): void {
  const routes = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(next, `${JSON.stringify({ schemaVersion: 1, routes }, null, 2)}\n`);
    beforehand();
  } catch (cause) {
    rmSync(next, { force: true });
    throw cause;
  }
  renameSync(next, file);
}

function writable<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    if (cause instanceof ProxyError) throw cause;
    throw new ProxyError(
      'PROXY_STATE_UNWRITABLE',
      `Cannot write ${file}: ${(cause as Error).message}.`,
      'Give the proxy a state file in a folder it may write to, with room on the disk.',
      { cause },
    );
  }
}

function readEntries(file: string): Map<string, StateEntry> {
  if (!existsSync(file)) return new Map();
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as {
      schemaVersion?: number;
      routes?: Record<string, StateEntry>;
    };
    const routes = Object.entries(read.routes ?? {});
    if (read.schemaVersion !== 1 || !routes.every(([, entry]) => isEntry(entry))) {
      throw new Error('its content is not what this version writes');
    }
    return new Map(routes);
  } catch (cause) {
    throw new ProxyError(
      'PROXY_STATE_INVALID',
      `Cannot use the state file ${file}: ${(cause as Error).message}.`,
      'Restore it from a backup, or move it away to start from the states in the table.',
      { cause },
    );
  }
}

function isEntry(entry: Partial<StateEntry>): boolean {
  return (
    typeof entry.state?.state === 'string' &&
    typeof entry.declared?.state === 'string' &&
    typeof entry.armed === 'boolean' &&
    typeof entry.held === 'boolean'
  );
}
