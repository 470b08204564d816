import type { Clock } from './clock.ts';
import type { Connection } from './database.ts';

/** What a use case needs to talk to the store: a connection inside a transaction, and the time. */
export interface Session {
  readonly db: Connection;
  readonly now: Clock;
}

/** Which part of a list to read. Pages start at 1. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

export interface Paged<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export function limitOf(page: Page | undefined): string {
  return page === undefined ? '' : ` LIMIT ${page.size} OFFSET ${(page.number - 1) * page.size}`;
}
