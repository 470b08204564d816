import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_FILE } from './load.ts';

/** Where the ashlar.yaml of a route table lies: beside it, else in the working folder. */
export function folderOfConfig(table: string, cwd: string): string {
  const beside = dirname(table);
  return existsSync(join(beside, CONFIG_FILE)) ? beside : cwd;
}
