import { resolve } from 'node:path';
import type { Terminal } from '../../terminal/context.ts';

/** A file of the folder that the broker is started in. */
export const DEFAULT_DATABASE = 'broker.sqlite';

/** What `--database` names: a URL and `:memory:` as they are, a file seen from where we stand. */
export function databaseAt(where: string, { cwd }: Pick<Terminal, 'cwd'>): string {
  if (where === ':memory:' || /^postgres(?:ql)?:\/\//.test(where)) return where;
  return resolve(cwd, where);
}
