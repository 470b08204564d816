import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Decision } from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { RouteState } from '../model/routes.ts';

/** Where a route stands, and what the table said when it got there. */
export interface StateEntry {
  readonly state: RouteState;
  readonly declared: RouteState;
  /** ISO 8601. */
  readonly since: string;
  readonly armed: boolean;
  readonly held: boolean;
}

/** Keeps route states and decisions. Writing throws PROXY_STATE_UNWRITABLE. */
export interface StateStore {
  readonly entries: ReadonlyMap<string, StateEntry>;
  readonly decisions: readonly Decision[];
  /** Takes effect only when it could be written. */
  save(route: string, entry: StateEntry): void;
  /** Takes effect in any case, then tries to write. */
  impose(route: string, entry: StateEntry): void;
  record(decision: Decision): void;
  /** Takes over what another process has written since; tells which routes stand elsewhere now. */
  refresh(): readonly string[];
}

const KEPT_DECISIONS = 1000;

/** @throws ProxyError PROXY_STATE_INVALID, PROXY_STATE_UNWRITABLE */
export function openStateStore(file: string | undefined): StateStore {
  const entries = file === undefined ? new Map<string, StateEntry>() : readEntries(file);
  const decisions = file === undefined ? [] : readDecisions(logOf(file));
  let seen = '';
  let moved: string[] = [];
  const pull = (): void => {
    const stamp = file === undefined ? '' : stampOf(file);
    if (file === undefined || stamp === seen) return;
    seen = stamp;
    for (const [id, entry] of readEntries(file)) {
      const mine = entries.get(id);
      if (mine !== undefined && JSON.stringify(mine) === JSON.stringify(entry)) continue;
      entries.set(id, entry);
      moved.push(id);
    }
  };
  const write = (path: string, all: ReadonlyMap<string, StateEntry>): void => {
    writable(path, () => writeEntries(path, all));
    seen = stampOf(path);
  };
  if (file !== undefined) writable(file, () => writeEntries(file, entries));
  return {
    entries,
    decisions,
    save(route, entry) {
      pull();
      const next = new Map(entries).set(route, entry);
      if (file !== undefined) write(file, next);
      entries.set(route, entry);
    },
    impose(route, entry) {
      entries.set(route, entry);
      if (file !== undefined) write(file, entries);
    },
    refresh() {
      pull();
      const since = moved;
      moved = [];
      return since;
    },
    record(decision) {
      decisions.push(decision);
      if (decisions.length > KEPT_DECISIONS) decisions.shift();
      if (file === undefined) return;
      writable(file, () => appendFileSync(logOf(file), `${JSON.stringify(decision)}\n`));
    },
  };
}

/** Another process puts a new file in place, so the inode changes even within a clock tick. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.mtimeMs} ${found.size}`;
}

function logOf(file: string): string {
  return `${file}.log.jsonl`;
}

function writeEntries(file: string, entries: ReadonlyMap<string, StateEntry>): void {
  const routes = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}.tmp`;
  writeFileSync(next, `${JSON.stringify({ schemaVersion: 1, routes }, null, 2)}\n`);
  renameSync(next, file);
}

function writable(file: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
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

/** A line cut short by a crash is passed over: it is the last one, and the state file rules. */
function readDecisions(file: string): Decision[] {
  if (!existsSync(file)) return [];
  const decisions: Decision[] = [];
  for (const line of readFileSync(file, 'utf8')
    .split('\n')
    .slice(-KEPT_DECISIONS - 1)) {
    if (line === '') continue;
    try {
      decisions.push(JSON.parse(line) as Decision);
    } catch {}
  }
  return decisions;
}
