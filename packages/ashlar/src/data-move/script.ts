import { MOVE_STEPS } from './steps.ts';

export interface DataMove {
  readonly domain: string;
  /** Names as the code has them, with a schema or without. */
  readonly tables: readonly string[];
  /** Of tables whose name has none. */
  readonly schema: string;
}

/** A bash script that takes a domain's tables into a database of its own; it needs psql and pg_dump. */
export function dataMoveScript({ domain, tables, schema }: DataMove): string {
  const list = [...tables].sort().map((table) => `  '${shellSafe(identifier(table, schema))}'`);
  return `#!/usr/bin/env bash
# Written by \`ashlar move-data ${domain}\`: the tables of ${domain} into a database of its own (PostgreSQL).
#
#   SOURCE=postgres://… TARGET=postgres://… bash THIS STEP
#
#   schema  makes the tables there, without foreign keys and triggers; once
#   copy    brings every range of rows over that is not the same on both sides; as often as wanted, writers may go on
#   verify  compares counts and checksums of every range; exits 1 when anything differs
#   finish  sets sequences on, adds the foreign keys between these tables; once, after the last copy
#
# BATCH (10000) is the number of rows in a range. docs/data-move.md has the order of a whole move.
tables=(
${list.join('\n')}
)
${MOVE_STEPS}`;
}

function identifier(name: string, schema: string): string {
  const [own, ...rest] = name.split('.').reverse();
  return [rest[0] ?? schema, own ?? name]
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}

function shellSafe(text: string): string {
  return text.replaceAll("'", "'\\''");
}
