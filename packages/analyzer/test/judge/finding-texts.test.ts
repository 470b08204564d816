import { expect, it } from 'vitest';
import { FINDING_TEXTS, sayFinding } from '../../src/judge/finding-texts.ts';
import type { Finding, FindingKind } from '../../src/model/finding.ts';

const site = { file: 'a.ts', line: 1 };

/** Every member that any kind has, each number one and each list of one. */
const ones = {
  ...{ id: 'x:a', severity: 'low', domains: ['ordering'], sites: [site] },
  ...{
    table: 'orders',
    tables: ['orders'],
    owner: 'ordering',
    writer: 'billing',
    reader: 'billing',
  },
  ...{ transaction: 'a.ts:9', statement: 'a.ts:9', from: 'a', to: 'b', trigger: 't', view: 'v' },
  ...{ cycle: ['a', 'b'], cut: [{ from: 'a', to: 'b', line: 1 }], calls: ['a'], depth: 1 },
  ...{ availability: 0.99, event: 'e', emitter: 'a', listeners: ['b'], name: 'n', file: 'a.ts' },
  ...{ state: 'cache', job: 'j', startedBy: 'clock', store: 'redis', readers: ['b'], domain: 'a' },
  ...{ usedBy: 1, uses: 1, caller: 'a', callee: 'b', callers: ['a'], share: 0.01, files: 1 },
  ...{ folder: 'f', reads: 1, couldBe: [site], together: 1, quieter: 'a', commits: 1, loc: 1 },
  ...{ person: 'p', reason: 'r' },
};

it.each(Object.keys(FINDING_TEXTS) as FindingKind[])(
  'says %s of one thing in the singular',
  (kind) => {
    const lists =
      kind === 'shared-table'
        ? { writers: [{ domain: 'a', sites: [] }] }
        : { writers: ['a'], writes: ['a'] };
    const said = sayFinding({ ...ones, ...lists, kind } as unknown as Finding);
    expect(said).not.toMatch(/undefined|\b1 (?:[a-z]+ )?[a-z]+s\b(?! it\b)/);
  },
);

it.each(Object.entries(FINDING_TEXTS))(
  'says in a sentence what to do about %s',
  (_kind, { title, advice }) => {
    expect(title).toMatch(/^[A-Z]/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  },
);
