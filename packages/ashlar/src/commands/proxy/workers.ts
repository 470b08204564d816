import { type ChildProcess, spawn } from 'node:child_process';
import { CliError } from '../../model/error.ts';

export interface Workers {
  /** Has each of them read its files again. */
  reload(): void;
  end(): Promise<void>;
}

/** Set for the processes beside the first; they have no admin address. */
const MARK = 'ASHLAR_PROXY_WORKER';

export function isWorker(env: Readonly<Record<string, string | undefined>>): boolean {
  return env[MARK] === '1';
}

/** Processes agree about states through the state file, so there has to be one. */
export function refuseStateless(options: {
  readonly processes: number;
  readonly state?: string;
}): void {
  if (options.processes <= 1 || options.state !== undefined) return;
  const hint = 'Add --state <file>; it is how they agree where each route stands.';
  throw new CliError('CLI_USAGE', 'Several processes need a state file.', hint);
}

/**
 * Starts the same command again, so many times, on the port the first process got. A process that
 * ends by itself is started anew after a second.
 */
export function startWorkers(number: number, url: string): Workers {
  const { port } = new URL(url);
  const children = new Set<ChildProcess>();
  let ending = false;
  const start = (): void => {
    if (ending) return;
    // The last --port wins, so that `--port 0` becomes the one in use.
    const child = spawn(
      process.execPath,
      [...process.execArgv, ...process.argv.slice(1), '--port', port],
      { env: { ...process.env, [MARK]: '1' }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    children.add(child);
    child.on('exit', () => {
      children.delete(child);
      if (!ending) setTimeout(start, 1000).unref();
    });
  };
  for (let i = 0; i < number; i++) start();
  return {
    reload: () => {
      for (const child of children) child.kill('SIGHUP');
    },
    end: async () => {
      ending = true;
      await Promise.all(
        [...children].map((child) => {
          child.kill('SIGTERM');
          return new Promise((resolve) => child.once('exit', resolve));
        }),
      );
    },
  };
}
