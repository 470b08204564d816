import { execFile } from 'node:child_process';
import { setPriority } from 'node:os';
import { promisify } from 'node:util';
import type { Picture } from '@ashlar/strangler';
import { folderOfConfig } from '../../config/beside-table.ts';
import type { StatusReport } from '../../status/model.ts';
import { pictureOf } from '../../status/picture.ts';

const FRESH_MS = 10_000;
const PATIENCE_MS = 60_000;
/** Room for the report of a very large monolith. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface PictureQuestion {
  /** The route table; ashlar.yaml is looked for beside it, then in `cwd`. */
  readonly table: string;
  readonly cwd: string;
  readonly brokerUrl: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * What the dashboard shows of each domain: `ashlar status --json`, run as a process of its own.
 * Reading the analysis and asking the broker must not take time from requests, nor bring the
 * analyzer into the proxy. Asked again when it is ten seconds old, once for all who look.
 */
export function pictureSource(question: PictureQuestion): (admin: string) => Promise<Picture> {
  let asked: Promise<Picture> | undefined;
  let until = 0;
  return (admin) => {
    if (asked === undefined || performance.now() > until) {
      until = Infinity;
      asked = askStatus(question, admin).finally(() => {
        until = performance.now() + FRESH_MS;
      });
    }
    return asked;
  };
}

async function askStatus(question: PictureQuestion, admin: string): Promise<Picture> {
  const { table, cwd, brokerUrl, env } = question;
  const folder = folderOfConfig(table, cwd);
  const program = [...process.execArgv, process.argv[1] ?? ''];
  const broker = brokerUrl === undefined ? [] : ['--broker-url', brokerUrl];
  const args = [...program, 'status', folder, '--json', '--admin', admin, ...broker];
  const running = promisify(execFile)(process.execPath, args, {
    cwd,
    env: { ...env },
    timeout: PATIENCE_MS,
    maxBuffer: MAX_BYTES,
  });
  yieldTo(running.child.pid);
  try {
    return pictureOf(JSON.parse((await running).stdout) as StatusReport);
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    return { domains: [], unknown: [`ashlar status failed: ${stderr.trim() || String(error)}`] };
  }
}

/** Requests go first. */
function yieldTo(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // It has ended already, or the system does not know priorities.
  }
}
