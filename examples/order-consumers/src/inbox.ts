import { DatabaseSync } from 'node:sqlite';

/**
 * The events that a consumer has seen, beside what it made of them: both are written in one transaction,
 * so a consumer that is killed in between has neither, and gets the event again.
 */
export class Inbox {
  readonly database: DatabaseSync;

  /** @param path a file, or `:memory:` */
  constructor(path: string, schema: string) {
    this.database = new DatabaseSync(path);
    this.database.exec('pragma journal_mode = wal');
    this.database.exec(
      `create table if not exists seen_events (
         source text not null, id text not null, primary key (source, id)) strict;
       ${schema}`,
    );
  }

  /** Runs `effect` unless the event has been here before; says whether it did. */
  once(
    { source, id }: { readonly source: string; readonly id: string },
    effect: () => void,
  ): boolean {
    this.database.exec('begin immediate');
    try {
      const { changes } = this.database
        .prepare('insert into seen_events (source, id) values (?, ?) on conflict do nothing')
        .run(source, id);
      if (changes === 1) effect();
      this.database.exec('commit');
      return changes === 1;
    } catch (error) {
      this.database.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.database.close();
  }
}
