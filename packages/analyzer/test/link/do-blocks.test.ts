import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const BLOCK = `DO $$
DECLARE row record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM migrated) THEN
    ALTER TABLE orders ADD COLUMN buyer_id int REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE;
  END IF;
  EXECUTE 'CREATE TABLE parcels (id int, order_id int REFERENCES orders (id))';
  FOR row IN SELECT id FROM users LOOP
    UPDATE orders SET buyer_id = row.id WHERE owner = row.id;
    EXECUTE format('DELETE FROM %I', row.name);
  END LOOP;
EXCEPTION WHEN duplicate_column THEN NULL;
END $$;`;

it('definitions in blocks that run once are read, and what they put together is listed', async () => {
  const { accesses, tables, unresolved } = await extractFacts(
    temporaryTree({
      'first.sql': `CREATE TABLE users (id int);\nCREATE TABLE orders (id int);\n${BLOCK}`,
      'up.js': `exports.up = (db) => db.query(\`${BLOCK}\`);`,
    }),
  );
  const keys = tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys.map((key) => `${name} -> ${key.table}`),
  );
  expect(keys.sort()).toEqual(['orders -> users', 'parcels -> orders']);
  expect(accesses.map((a) => `${a.line} ${a.operation} ${a.table}`).sort()).toEqual([
    '4 read migrated',
    '5 ddl orders',
    '7 ddl parcels',
    '8 read users',
    '9 write orders',
  ]);
  expect(unresolved.map((u) => `${u.kind} ${u.file}:${u.line} ${u.text}`).sort()).toEqual([
    'table first.sql:12 EXECUTE',
    'table up.js:10 EXECUTE',
  ]);
});
