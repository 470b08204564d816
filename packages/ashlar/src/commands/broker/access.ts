import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BrokerOptions } from '@ashlar/contracts';
import { CliError } from '../../model/error.ts';
import type { Terminal } from '../../terminal/context.ts';

type Rules = Pick<BrokerOptions, 'basicAuth' | 'bearerTokens' | 'publicRead'>;
type Account = NonNullable<NonNullable<BrokerOptions['basicAuth']>['readOnly']>;
type Token = NonNullable<BrokerOptions['bearerTokens']>[number];

/**
 * Who may do what. Anything half said is refused: a user name without its password must not open
 * the broker to everybody.
 *
 * @throws {CliError} CLI_USAGE, CLI_FILE_UNREADABLE, CLI_FILE_INVALID
 */
export function accessRules(
  { tokens, publicRead }: { tokens?: string; publicRead?: boolean },
  terminal: Terminal,
): Rules {
  const readWrite = account('ASHLAR_BROKER', terminal);
  const readOnly = account('ASHLAR_BROKER_READ_ONLY', terminal);
  if (readOnly !== undefined && readWrite === undefined) {
    throw new CliError(
      'CLI_USAGE',
      'ASHLAR_BROKER_READ_ONLY_USERNAME is set, but nobody may write',
      'Set ASHLAR_BROKER_USERNAME and ASHLAR_BROKER_PASSWORD as well.',
    );
  }
  return {
    publicRead: publicRead ?? false,
    ...(readWrite === undefined
      ? {}
      : { basicAuth: readOnly === undefined ? { readWrite } : { readWrite, readOnly } }),
    ...(tokens === undefined ? {} : { bearerTokens: readTokens(tokens, terminal) }),
  };
}

function account(prefix: string, { env }: Terminal): Account | undefined {
  const username = env[`${prefix}_USERNAME`] ?? '';
  const password = env[`${prefix}_PASSWORD`] ?? '';
  if (username === '' && password === '') return undefined;
  if (username !== '' && password !== '') return { username, password };
  const missing = username === '' ? 'USERNAME' : 'PASSWORD';
  throw new CliError(
    'CLI_USAGE',
    `${prefix}_${missing} is not set, though its other half is`,
    'Set both to ask for credentials, or neither.',
  );
}

function readTokens(file: string, terminal: Terminal): Token[] {
  const lines = readText(file, terminal)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const tokens = lines.map((line): Token => {
    const [, scope, token = ''] = /^(read|write)\s+(\S+)$/.exec(line) ?? [];
    // The line itself is not shown: it may be the secret.
    if (token === '') throw invalidTokens(file, 'a line is neither "read TOKEN" nor "write TOKEN"');
    return { token, scopes: scope === 'write' ? ['read', 'write'] : ['read'] };
  });
  if (tokens.length === 0) throw invalidTokens(file, 'it holds no token');
  return tokens;
}

function invalidTokens(file: string, reason: string): CliError {
  return new CliError(
    'CLI_FILE_INVALID',
    `${file} is no list of tokens: ${reason}`,
    'Write one token a line, with "read" or "write" before it; write includes read.',
  );
}

/** Certificate and key, both or neither. @throws {CliError} CLI_USAGE, CLI_FILE_UNREADABLE */
export function tlsFiles(
  { tlsCert, tlsKey }: { tlsCert?: string; tlsKey?: string },
  terminal: Terminal,
): BrokerOptions['tls'] {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new CliError(
      'CLI_USAGE',
      'TLS needs a certificate and its key',
      'Give both --tls-cert and --tls-key.',
    );
  }
  return { cert: readText(tlsCert, terminal), key: readText(tlsKey, terminal) };
}

function readText(file: string, { cwd }: Terminal): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new CliError(
      'CLI_FILE_UNREADABLE',
      `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Check the path and who may read it.',
      { cause },
    );
  }
}
