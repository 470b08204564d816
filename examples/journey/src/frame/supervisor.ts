import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, openSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StepFailure } from './failure.ts';

interface Command {
  /** Names the log file as well. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Service<T> extends Command {
  /** Looks at one line of stdout; what it returns says that the process is ready. */
  readonly ready: (line: string) => T | undefined;
  /** Milliseconds to become ready. */
  readonly patience?: number;
}

interface RunningService<T> {
  readonly name: string;
  readonly pid: number;
  /** What `ready` returned. */
  readonly value: T;
  readonly logFile: string;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL when it takes too long; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Owns every process of the journey, so that none outlives it. */
export interface Supervisor {
  /** Starts a process that stays, and waits until it is ready. */
  start<T>(service: Service<T>): Promise<RunningService<T>>;
  /** Runs a command to its end. */
  run(command: Command): Promise<Finished>;
  /** Stops everything, last started first. */
  stopAll(): Promise<void>;
  /** SIGKILL to everything, at once and without waiting. */
  killAll(): void;
}

const READY_PATIENCE = 60_000;
const STOP_PATIENCE = 10_000;
const LOG_TAIL = 12;

export function createSupervisor(logFolder: string, signal: AbortSignal): Supervisor {
  mkdirSync(logFolder, { recursive: true });
  const children: Child[] = [];
  const launch = (command: Command): Child => {
    signal.throwIfAborted();
    const child = launchChild(command, join(logFolder, `${command.name}.log`));
    children.push(child);
    child.gone.then(() => children.splice(children.indexOf(child), 1));
    return child;
  };
  return {
    start: async (service) => {
      const child = launch(service);
      const value = await whenReady(child, service, signal);
      return {
        name: service.name,
        pid: child.pid,
        value,
        logFile: child.logFile,
        signal: (name) => void child.process.kill(name),
        stop: () => stop(child),
      };
    },
    run: async (command) => {
      const child = launch(command);
      const output = { stdout: '', stderr: '' };
      child.process.stdout?.setEncoding('utf8').on('data', (text) => {
        output.stdout += text;
      });
      child.process.stderr?.setEncoding('utf8').on('data', (text) => {
        output.stderr += text;
      });
      const abort = (): void => void stop(child);
      signal.addEventListener('abort', abort, { once: true });
      const code = await child.gone;
      signal.removeEventListener('abort', abort);
      signal.throwIfAborted();
      return { code, ...output };
    },
    stopAll: async () => {
      for (const child of [...children].reverse()) await stop(child);
    },
    killAll: () => {
      for (const child of children) signalGroup(child, 'SIGKILL');
    },
  };
}

interface Child {
  readonly name: string;
  readonly process: ChildProcess;
  readonly pid: number;
  readonly logFile: string;
  readonly tail: string[];
  /** Exit code, null when a signal ended it. */
  readonly gone: Promise<number | null>;
}

function launchChild({ name, command, args, env, cwd }: Command, logFile: string): Child {
  // Opened at once, so that a folder that is missing fails here and not in the background.
  const log: WriteStream = createWriteStream(logFile, { fd: openSync(logFile, 'a') });
  log.write(`$ ${command} ${args.join(' ')}\n`);
  const process_ = spawn(command, args, {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: whatever the child starts is reached by the same signal, and a Ctrl-C on
    // the terminal reaches the supervisor alone, which then stops them in order.
    detached: true,
  });
  const tail: string[] = [];
  for (const stream of [process_.stdout, process_.stderr]) {
    stream?.pipe(log, { end: false });
    if (stream !== null) {
      createInterface(stream).on('line', (line) => {
        tail.push(line);
        if (tail.length > LOG_TAIL) tail.shift();
      });
    }
  }
  const gone = new Promise<number | null>((resolve) => {
    process_.once('error', (error) => {
      tail.push(error.message);
      resolve(null);
    });
    process_.once('close', (code) => resolve(code));
  }).finally(() => log.end());
  const child: Child = { name, process: process_, pid: process_.pid ?? 0, logFile, tail, gone };
  // Whatever it had started and left behind goes with it, and lets go of its output streams.
  process_.once('exit', () => signalGroup(child, 'SIGKILL'));
  return child;
}

async function whenReady<T>(child: Child, service: Service<T>, signal: AbortSignal): Promise<T> {
  const patience = service.patience ?? READY_PATIENCE;
  const told = Promise.withResolvers<T>();
  const fail = (why: string): void =>
    told.reject(new StepFailure([`${child.name} ${why}`, ...child.tail].join('\n        ')));
  const timer = setTimeout(() => fail(`was not ready after ${patience / 1_000} s`), patience);
  const abort = (): void => told.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  child.gone.then((code) => fail(`ended (exit code ${code}) before it was ready`));
  if (child.process.stdout !== null) {
    createInterface(child.process.stdout).on('line', (line) => {
      const value = service.ready(line);
      if (value !== undefined) told.resolve(value);
    });
  }
  try {
    return await told.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

async function stop(child: Child): Promise<number | null> {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_PATIENCE);
  const code = await child.gone;
  clearTimeout(timer);
  return code;
}

function signalGroup({ pid }: Child, name: NodeJS.Signals): void {
  if (pid === 0) return;
  try {
    // Windows knows no process groups; there a negative id is an error.
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
