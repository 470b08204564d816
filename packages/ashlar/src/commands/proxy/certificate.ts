import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Certificate } from '@ashlar/strangler';
import { CliError } from '../../model/error.ts';

/** The certificate as the files hold it now; undefined when none was asked for. */
export function certificateOf(
  {
    tlsCert,
    tlsKey,
    tlsClientCa,
  }: { readonly tlsCert?: string; readonly tlsKey?: string; readonly tlsClientCa?: string },
  cwd: string,
): Certificate | undefined {
  if (tlsCert === undefined && tlsKey === undefined && tlsClientCa === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    const hint = 'Give both --tls-cert and --tls-key.';
    throw new CliError('CLI_USAGE', 'TLS needs a certificate and its key.', hint);
  }
  return {
    cert: read(resolve(cwd, tlsCert)),
    key: read(resolve(cwd, tlsKey)),
    ...(tlsClientCa === undefined ? {} : { clientCa: read(resolve(cwd, tlsClientCa)) }),
  };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const hint = 'Give the path of a PEM file that this user may read.';
    throw new CliError('CLI_FILE_UNREADABLE', `Cannot read ${file}.`, hint, { cause });
  }
}
