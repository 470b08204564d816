import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

/** Joins pieces with one space. */
const seq = (...parts: (string | Text)[]): Text =>
  fc
    .tuple(...parts.map((p) => (typeof p === 'string' ? fc.constant(p) : p)))
    .map((texts) => texts.filter((t) => t !== '').join(' '));
const optional = (part: Text): Text => fc.oneof(fc.constant(''), part);
const list = (part: Text, maxLength = 3): Text =>
  fc.array(part, { minLength: 1, maxLength }).map((items) => items.join(', '));
const oneOf = (...texts: string[]): Text => fc.constantFrom(...texts);

const table = oneOf(
  'users',
  'orders',
  'order_items',
  '"order"',
  '"Mixed Case"',
  'public.users',
  'audit.log',
  '"audit"."Log Lines"',
  'recent',
  'totals',
);
const cteName = oneOf('recent', 'totals', 'users', 'picked', '"Deep One"');
const alias = oneOf('a', 'b', 'c', 'AS d', 'AS "e f"', '');
const column = oneOf('id', 'name', 'a.id', '"a"."from"', 'created_at', 'tags[1]', 'status');
const space = oneOf(' ', '\n', ' /* from nowhere */ ', ' -- join nothing\n');

interface Grammar {
  statement: string;
  query: string;
  from: string;
  source: string;
  expression: string;
}

const { statement } = fc.letrec<Grammar>(
  (tie: fc.LetrecTypedTie<Grammar>): fc.LetrecValue<Grammar> => {
    const sub = fc.oneof(
      { maxDepth: 4, depthIdentifier: 'sql' },
      fc.constant('SELECT 1'),
      tie('query'),
    );
    const where = optional(seq('WHERE', tie('expression')));
    const returning = optional(seq('RETURNING', list(column)));
    const plain = oneOf(
      '1',
      "'it''s from users'",
      "E'don\\'t join orders'",
      '$$ update users set x = 1 $$',
      '$tag$ delete from orders $tag$',
      'extract(year FROM created_at)',
      'substring(name FROM 1 FOR 2)',
      "trim(both ' ' FROM name)",
      'overlay(name PLACING 1::text FROM 2)',
      'a.id IS DISTINCT FROM b.id',
      'id IS NOT DISTINCT FROM 3',
      "interval '1 day'",
      "created_at AT TIME ZONE 'utc'",
      'id::text',
      'CAST(id AS text)',
      'coalesce(name, status)',
      'count(*) FILTER (WHERE status = 1)',
      'row_number() OVER (PARTITION BY id ORDER BY name)',
      "data ->> 'from'",
      'name IN (1, 2)',
      'id = ANY(ARRAY[1, 2])',
      'id BETWEEN 1 AND 2',
      '$1',
      "CASE WHEN id = 1 THEN 'join' ELSE 'from' END",
    );
    const selectCore = seq(
      'SELECT',
      optional(oneOf('DISTINCT', 'ALL', 'DISTINCT ON (id)')),
      list(seq(tie('expression'), optional(oneOf('AS total', 'AS "from"')))),
      optional(tie('from')),
      where,
      optional(oneOf('GROUP BY id', 'GROUP BY id, name HAVING count(*) > 1')),
    );
    const withList = seq(
      'WITH',
      optional(oneOf('RECURSIVE')),
      list(
        seq(
          cteName,
          optional(oneOf('(x)', '(x, y)')),
          'AS',
          optional(oneOf('MATERIALIZED', 'NOT MATERIALIZED')),
          seq('(', fc.oneof({ weight: 4, arbitrary: sub }, tie('statement')), ')'),
        ),
        2,
      ),
    );
    const insert = seq(
      'INSERT INTO',
      table,
      optional(oneOf('AS t')),
      optional(oneOf('(id, name)', '("from")')),
      fc.oneof(oneOf('VALUES (1, 2)', 'VALUES (1), (2)', 'DEFAULT VALUES'), sub),
      optional(
        oneOf(
          'ON CONFLICT DO NOTHING',
          'ON CONFLICT (id) DO UPDATE SET name = excluded.name',
          'ON CONFLICT (id) DO UPDATE SET name = (SELECT max(name) FROM totals) WHERE true',
        ),
      ),
      returning,
    );
    const update = seq(
      'UPDATE',
      optional(oneOf('ONLY')),
      table,
      oneOf('', 'AS t'),
      'SET',
      list(seq(oneOf('name', 'status', '"from"'), '=', tie('expression')), 2),
      optional(tie('from')),
      where,
      returning,
    );
    const remove = seq(
      'DELETE FROM',
      table,
      oneOf('', 'AS t'),
      optional(seq('USING', list(tie('source'), 2))),
      where,
      returning,
    );
    const merge = seq(
      'MERGE INTO',
      table,
      'AS t USING',
      fc.oneof(seq(table, 'AS s'), seq('(', sub, ') AS s')),
      'ON t.id = s.id WHEN MATCHED THEN',
      oneOf('UPDATE SET name = s.name', 'DELETE', 'DO NOTHING'),
      optional(oneOf('WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)')),
    );
    return {
      expression: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'sql' },
        { weight: 6, arbitrary: fc.oneof(plain, column) },
        seq('(', sub, ')'),
        seq('EXISTS (', sub, ')'),
        seq(column, 'IN (', sub, ')'),
        seq('ARRAY(', sub, ')'),
        seq('(', tie('expression'), ') IS NULL'),
        seq('lower(', tie('expression'), ')'),
      ),
      source: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'sql' },
        { weight: 5, arbitrary: seq(optional(oneOf('ONLY')), table, alias) },
        seq('(', sub, ') AS s'),
        seq('LATERAL (', sub, ') AS l'),
        oneOf(
          'generate_series(1, 3) AS g',
          'unnest(ARRAY[1]) WITH ORDINALITY AS u(x, n)',
          '(VALUES (1), (2)) AS v(x)',
          'users TABLESAMPLE SYSTEM (10)',
        ),
        seq('(', tie('source'), 'CROSS JOIN', tie('source'), ')'),
      ),
      from: seq(
        'FROM',
        list(tie('source'), 2),
        optional(
          seq(
            oneOf('JOIN', 'LEFT JOIN', 'INNER JOIN', 'FULL OUTER JOIN'),
            tie('source'),
            fc.oneof(seq('ON', tie('expression')), fc.constant('USING (id)')),
          ),
        ),
        optional(seq(oneOf('CROSS JOIN', 'NATURAL JOIN'), tie('source'))),
      ),
      query: seq(
        optional(withList),
        selectCore,
        optional(
          seq(
            oneOf('UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'),
            fc.oneof(selectCore, seq('(', sub, ')')),
          ),
        ),
        optional(oneOf('ORDER BY 1', 'LIMIT 5 OFFSET 2')),
      ),
      statement: fc.oneof(
        { weight: 4, arbitrary: tie('query') },
        { weight: 2, arbitrary: seq(optional(withList), insert) },
        { weight: 2, arbitrary: seq(optional(withList), update) },
        { weight: 2, arbitrary: seq(optional(withList), remove) },
        merge,
      ),
    };
  },
);

/** Statements of PostgreSQL, most of them valid, with comments and odd spaces between the words. */
export const postgresStatement: Text = fc
  .tuple(statement, space, oneOf('', 'EXPLAIN ', 'CREATE VIEW made AS '))
  .map(([text, gap, prefix]) => {
    const canPrefix = prefix === '' || /^(?:SELECT|WITH \w+ AS \( SELECT)/.test(text);
    // A gap between words only where no quoted text can be hit.
    return (canPrefix ? prefix : '') + text.replace(/ (?=(?:FROM|WHERE|SET|JOIN) [^'$]*$)/g, gap);
  });
