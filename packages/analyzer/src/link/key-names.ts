import { createHash } from 'node:crypto';
import type { NamedKey } from './schema-steps.ts';

/**
 * What a foreign key may be called by a step that takes it away: its own name, or where it has none those that
 * PostgreSQL (`orders_buyer_id_fkey`), MySQL (`orders_ibfk_1`), Sequelize, Knex and TypeORM
 * (`DefaultNamingStrategy`) give by themselves.
 * @param index place among the keys of its table, from zero
 */
export function keyNames(
  table: string,
  { name, columns, table: to }: NamedKey,
  index: number,
): string[] {
  if (name !== undefined) return [name];
  const start = `${table}_${columns.join('_')}`;
  return [
    `${start}_fkey`,
    `${table}_ibfk_${index + 1}`,
    `${start}_${to}_fk`,
    `${start}_foreign`,
    `FK_${sha1(`${table.replace('.', '_')}_${[...columns].sort().join('_')}`).slice(0, 27)}`,
  ];
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
