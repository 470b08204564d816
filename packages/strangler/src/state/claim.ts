import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { ProxyError } from '../model/error.ts';

/** Who uses a state file, as its lock says. */
interface Holder {
  readonly pid: number;
  /** When the process began, in ticks since the machine did; '' where that is not known. */
  readonly began: string;
  readonly host: string;
  /** Whether more processes of the same proxy may use it beside the first. */
  readonly shared: boolean;
}

const BEAT_MS = 5_000;
/** A holder on another machine that has not been heard of for so long is gone. */
const SILENCE_MS = 20_000;

/**
 * Claims a state file for this proxy, so that two which know nothing of each other do not move the
 * same routes. A holder that was killed leaves its lock behind; it is taken over.
 *
 * @returns what gives it up
 * @throws ProxyError PROXY_STATE_IN_USE
 */
export function claimStateFile(file: string, shared: boolean): () => void {
  const lock = `${file}.lock`;
  const own: Holder = {
    pid: process.pid,
    began: beginningOf(process.pid),
    host: hostname(),
    shared,
  };
  mkdirSync(dirname(file), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    if (created(lock, own)) break;
    const holder = holderOf(lock);
    if (holder !== undefined && lives(holder, lock)) {
      if (shared && holder.shared) return () => undefined;
      throw inUse(file, lock, holder);
    }
    if (attempt > 2) throw inUse(file, lock, holder);
    rmSync(lock, { force: true });
  }
  const beat = setInterval(() => touch(lock), BEAT_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (holderOf(lock)?.pid === process.pid) rmSync(lock, { force: true });
  };
}

/** Linked into place whole, so that nobody sees a lock without its holder. */
function created(lock: string, own: Holder): boolean {
  const whole = `${lock}.${process.pid}`;
  writeFileSync(whole, JSON.stringify(own));
  try {
    linkSync(whole, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

function lives(holder: Holder, lock: string): boolean {
  if (holder.host !== hostname()) {
    const heard = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - heard < SILENCE_MS;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Process ids come again, in containers always the same.
  return beginningOf(holder.pid) === holder.began;
}

function holderOf(lock: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(lock, 'utf8')) as Partial<Holder> | null;
    return typeof holder?.pid === 'number' ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/PID/stat (proc(5)), which stands after the name in brackets. */
function beginningOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function touch(lock: string): void {
  const now = new Date();
  try {
    utimesSync(lock, now, now);
  } catch {}
}

function inUse(file: string, lock: string, holder: Holder | undefined): ProxyError {
  const who = holder === undefined ? 'another proxy' : `process ${holder.pid} on ${holder.host}`;
  return new ProxyError(
    'PROXY_STATE_IN_USE',
    `The state file ${file} is in use by ${who}.`,
    `Give each proxy a state file of its own, or run one with --processes; remove ${lock} if that process is gone.`,
  );
}
