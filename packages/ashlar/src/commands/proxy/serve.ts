import { dirname, resolve } from 'node:path';
import type { ProxyLog, ReloadResult } from '@ashlar/strangler';
import type { Rim } from '../../command.ts';
import { folderOfConfig } from '../../config/beside-table.ts';
import { loadConfig } from '../../config/load.ts';
import { ownerOfUpstream } from '../../config/owner.ts';
import { proxyGates } from '../../gate/gates.ts';
import { CliError } from '../../model/error.ts';
import { interrupted, note, print, type Terminal } from '../../terminal/context.ts';
import { brokerConnection } from '../broker-connection.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { certificateOf } from './certificate.ts';
import { reloadText } from './observe.ts';
import { pictureSource } from './picture.ts';
import { recorderOnDemand } from './recorder.ts';
import { isWorker, refuseStateless, startWorkers } from './workers.ts';

export const LOOPBACK = '127.0.0.1';

export interface ServeOptions {
  port: number;
  host: string;
  adminPort: number;
  state?: string;
  fleet?: string;
  brokerUrl?: string;
  brokerTimeout?: number;
  tlsCert?: string;
  tlsKey?: string;
  tlsClientCa?: string;
  processes: number;
  recordings: string;
  recheck: number;
  adminHost: string;
}

/** Runs the proxy until it is asked to end, then drains. SIGHUP reads the table again. */
export async function serve(file: string, options: ServeOptions, { terminal }: Rim): Promise<void> {
  keepHeapSmall();
  const { createProxy, loadRoutes } = await import('@ashlar/strangler');
  const path = resolve(terminal.cwd, file);
  const token = terminal.env.ASHLAR_ADMIN_TOKEN;
  const broker = brokerConnection(options, terminal);
  const certificate = certificateOf(options, terminal.cwd);
  const worker = isWorker(terminal.env);
  refuseStateless(options);
  const log = jsonLines(terminal);
  const recorder = recorderOnDemand({
    dir: resolve(terminal.cwd, options.recordings),
    onProblem: (problem) => log('error', 'a recording cannot be written', { problem }),
  });
  const picture = pictureSource({
    table: path,
    cwd: terminal.cwd,
    brokerUrl: options.brokerUrl,
    env: terminal.env,
  });
  const proxy = await createProxy({
    recorder,
    table: loadRoutes(path),
    port: options.port,
    host: options.host,
    ...(worker
      ? {}
      : { admin: { ...adminAddress(options, token), picture, reload: () => again() } }),
    ...(worker || options.processes > 1 ? { reusePort: true } : {}),
    ...(certificate === undefined ? {} : { tls: certificate }),
    gates: proxyGates(broker, dirname(path), (upstream) =>
      ownerOfUpstream(loadConfig(terminal.cwd, folderOfConfig(path, terminal.cwd)), upstream),
    ),
    // One process asks; the others follow through the state file.
    recheckMs: worker ? 0 : options.recheck * 1000,
    log,
    ...statesOf(options, terminal.cwd),
  });
  const workers = worker ? undefined : startWorkers(options.processes - 1, proxy.url);
  const again = async (): Promise<ReloadResult> => {
    const renewed = certificateOf(options, terminal.cwd);
    if (renewed !== undefined) proxy.setCertificate(renewed);
    const result = await proxy.reload(loadRoutes(path));
    workers?.reload();
    return result;
  };
  const reload = (): void => {
    again()
      .then((result) => log('info', reloadText(result)))
      .catch((error: Error) =>
        log('error', `reload failed, the old table stays: ${error.message}`),
      );
  };
  process.on('SIGHUP', reload);
  print(terminal, JSON.stringify({ listening: proxy.url, admin: proxy.adminUrl }));
  await interrupted(terminal.signal);
  log('info', 'draining');
  process.off('SIGHUP', reload);
  await Promise.all([proxy.close(), workers?.end()]);
  await recorder.close();
}

function adminAddress(
  { adminPort, adminHost }: ServeOptions,
  token: string | undefined,
): { port: number; host: string; token?: string } {
  if (token !== undefined) return { port: adminPort, host: adminHost, token };
  if (adminHost === LOOPBACK) return { port: adminPort, host: adminHost };
  throw new CliError(
    'CLI_USAGE',
    `the admin address would be open to everybody who reaches ${adminHost}`,
    'Set ASHLAR_ADMIN_TOKEN, or leave --admin-host out.',
  );
}

/** @throws CliError CLI_USAGE when a name is given and nothing to share under it */
function statesOf({ state, fleet }: ServeOptions, cwd: string) {
  const shared = state !== undefined && /^rediss?:/.test(state);
  if (fleet !== undefined && !shared) {
    const hint = 'Add --state redis://host:6379; it is where proxies of one name find each other.';
    throw new CliError('CLI_USAGE', '--fleet needs the address of a Redis server.', hint);
  }
  if (state === undefined) return {};
  if (!shared) return { stateFile: resolve(cwd, state) };
  return { shared: { url: state, ...(fleet === undefined ? {} : { name: fleet }) } };
}

function jsonLines(terminal: Terminal): ProxyLog {
  return (level, message, fields) => {
    if (level === 'debug') return;
    note(terminal, JSON.stringify({ level, message, ...fields }));
  };
}
