import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';

export interface Dependencies {
  readonly database: Database;
  readonly config: Config;
  readonly now: () => Date;
}
