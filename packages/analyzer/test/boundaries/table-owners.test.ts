import { expect, it } from 'vitest';
import { tableOwners } from '../../src/boundaries/table-owners.ts';
import type { Facts } from '../../src/index.ts';

const HOMES: Readonly<Record<string, string>> = {
  'models/User.ts': 'accounts',
  'schema.ts': 'accounts',
  'emoji.ts': 'emojis',
  'invite.ts': 'teams',
};

function ownerOfUsers(definedIn: string, writes: Readonly<Record<string, number>>): string | null {
  const accesses = Object.entries(writes).flatMap(([file, count]) =>
    Array.from({ length: count }, (_, i) => ({
      file,
      line: i + 1,
      table: 'users',
      operation: 'write' as const,
      via: 'sql',
      statement: `${file}:${i + 1}`,
      confidence: 1,
    })),
  );
  const tables = [
    {
      name: 'users',
      kind: 'table' as const,
      foreignKeys: [],
      definedAt: { file: definedIn, line: 1 },
    },
  ];
  const facts = { accesses, tables } as unknown as Facts;
  const owners = tableOwners(
    facts,
    (path) => HOMES[path] ?? null,
    () => null,
    () => undefined,
  );
  return owners.get('users')?.domain ?? null;
}

it.each([
  ['whoever writes most of it', 'models/User.ts', { 'emoji.ts': 7, 'invite.ts': 3 }, 'emojis'],
  [
    'the model of its name where nobody writes most',
    'models/User.ts',
    { 'emoji.ts': 4, 'invite.ts': 3, 'models/User.ts': 3 },
    'accounts',
  ],
  [
    'the model also where it writes nothing itself',
    'models/User.ts',
    { 'emoji.ts': 4, 'invite.ts': 4 },
    'accounts',
  ],
  [
    'the greatest writer where a schema declares all tables',
    'schema.ts',
    { 'emoji.ts': 4, 'invite.ts': 3, 'models/User.ts': 3 },
    'emojis',
  ],
])('a table belongs to %s', (_, definedIn, writes, expected) => {
  expect(ownerOfUsers(definedIn, writes)).toBe(expected);
});
