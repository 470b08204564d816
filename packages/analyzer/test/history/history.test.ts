import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coChanges } from '../../src/graph/co-change.ts';
import { parseCodeOwners } from '../../src/history/code-owners.ts';
import { nameOnce } from '../../src/history/people.ts';
import { readHistory, summarize } from '../../src/history/read-history.ts';
import { isMachine } from '../../src/model/machine-authors.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-history-'));
const bare = mkdtempSync(join(tmpdir(), 'ashlar-no-history-'));
const files = ['a.ts', 'b.ts', 'ümlaut.ts'].map((path) => ({ path }));

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    env: {
      ...process.env,
      GIT_COMMITTER_NAME: 'C',
      GIT_COMMITTER_EMAIL: 'c@example.org',
      GIT_CONFIG_GLOBAL: join(folder, 'no-such-config'),
    },
  });
}

function commit(author: string, day: string, names: string[]): void {
  names.forEach((name) => {
    writeFileSync(join(folder, name), `${author} ${day} ${Math.random()}\n`);
  });
  git('add', '.');
  const at = `${day}T12:00:00Z`;
  git('commit', '-q', '-m', 'x', `--author=${author} <${author}@example.org>`, `--date=${at}`);
}

beforeAll(() => {
  git('init', '-q');
  commit('ann', '2024-01-02', ['a.ts', 'b.ts']);
  commit('bob', '2025-05-03', ['a.ts', 'ümlaut.ts']);
  commit('ann', '2025-06-04', ['a.ts', 'gone.ts']);
  commit(
    'ann',
    '2025-06-05',
    Array.from({ length: 31 }, (_, i) => `mass${i}.txt`),
  );
}, 30_000);

afterAll(() => {
  for (const made of [folder, bare]) rmSync(made, { recursive: true, force: true });
});

describe('history', () => {
  it('counts commits, people and days of the files that exist', async () => {
    const history = await readHistory(folder, files);
    expect(history).toMatchObject({
      commits: 4,
      massCommits: 1,
      from: '2024-01-02',
      until: '2025-06-05',
      authors: [
        { name: 'ann', commits: 3, recent: 2, until: '2025-06-05' },
        { name: 'bob', commits: 1, recent: 1, until: '2025-05-03' },
      ],
      changes: [[0], [0, 2], [0, 1]],
      lacks: ['no CODEOWNERS file: owners are unknown'],
    });
    expect(history.files[0]).toEqual({
      path: 'a.ts',
      commits: 3,
      recent: 2,
      from: '2024-01-02',
      until: '2025-06-04',
      authors: [
        [0, 2],
        [1, 1],
      ],
      owners: [],
    });
  });

  it('is that of a revision, asked where the repository is', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'ashlar-copy-'));
    const history = await readHistory(copy, files, undefined, { folder, revision: 'HEAD~2' });
    rmSync(copy, { recursive: true });
    expect(history).toMatchObject({ commits: 2, until: '2025-05-03' });
    const none = await readHistory(bare, files, undefined, { folder, revision: '--all' });
    expect(none.lacks).toContain('git log failed: no history');
  });

  it('knows when a mass commit was, and takes nobody who made it for one who knows the file', () => {
    const mass = Array.from({ length: 31 }, (_, i) => `file${i}.ts`);
    const commits = [
      { author: 'eve', day: '2025-06-05', files: [...mass, 'a.ts'] },
      { author: 'ann', day: '2025-06-04', files: ['a.ts'] },
    ];
    const [file] = summarize(commits, [{ path: 'a.ts' }], () => [], []).files;
    expect(file).toMatchObject({ commits: 1, recent: 1, until: '2025-06-05', authors: [[0, 1]] });
  });

  it.each<[string, [name: string, email: string][], string[]]>([
    [
      'one address',
      [
        ['Ann Lee', 'ann@x.org'],
        ['ann', 'Ann@x.org'],
        ['ann', 'ann@x.org'],
      ],
      ['ann', 'ann', 'ann'],
    ],
    [
      'a chain',
      [
        ['a', '1@x'],
        ['b', '1@x'],
        ['b', '2@x'],
        ['c', '2@x'],
        ['c', '3@x'],
        ['c', '3@x'],
        ['c', '3@x'],
      ],
      Array(7).fill('c'),
    ],
    [
      'an address of nobody',
      [
        ['Ann', 'noreply@host.org'],
        ['Bob', 'noreply@host.org'],
      ],
      ['Ann', 'Bob'],
    ],
    [
      'no address',
      [
        ['Ann', ''],
        ['Bob', ''],
      ],
      ['Ann', 'Bob'],
    ],
    [
      'a program with the address of a person',
      [
        ['Ann', 'ann@x.org'],
        ['ann[bot]', 'ann@x.org'],
      ],
      ['Ann', 'ann[bot]'],
    ],
  ])('takes names under %s for what they are', (_what, made, named) => {
    const commits = made.map(([author, email]) => ({
      author,
      email,
      day: '2025-01-01',
      files: ['a'],
    }));
    expect(nameOnce(commits).map(({ author }) => author)).toEqual(named);
  });

  it('says what it lacks outside of a repository', async () => {
    const history = await readHistory(bare, files);
    expect(history.commits).toBe(0);
    expect(history.lacks).toContain('not in a git repository: no history');
  });

  it('does not take few commits for co-change', async () => {
    const history = await readHistory(folder, files);
    expect(coChanges(history)).toEqual([]);
    const many = { ...history, commits: 60, changes: Array.from({ length: 4 }, () => [0, 1]) };
    expect(coChanges(many)).toEqual([{ a: 'a.ts', b: 'b.ts', together: 4 }]);
  });
});

describe('CODEOWNERS', () => {
  const ownersOf = parseCodeOwners(
    [
      '# @nobody',
      '* @all # everything',
      '/src/orders/ @orders @lead',
      '*.sql @data',
      '/src/orders/old',
      '/docs/* @writers',
      '/Web/ @web',
      'with\\ space/ @space',
      '\\#odd.ts @odd',
      '/src/mail/ post@example.org TODO',
      '^[Pay][2] @pay',
      '/src/pay/',
      '/src/pay/tax/ @tax',
      '[Rest]',
      '/src/rest/',
      '[PAY] @vat',
      '/src/pay/tax/vat.ts',
      '!/src/pay/generated/',
      '/src/pay/generated/a.ts @nobody',
    ].join('\r\n'),
  );

  it.each([
    ['README.md', ['@all']],
    ['src/orders/cart.ts', ['@orders', '@lead']],
    ['src/orders/init.sql', ['@data']],
    ['src/orders/old/x.ts', []],
    ['docs/a.md', ['@writers']],
    ['docs/deep/a.md', ['@all']],
    ['Web/a.ts', ['@web']],
    ['web/a.ts', ['@all']],
    ['src/with space/a.ts', ['@space']],
    ['src/#odd.ts', ['@odd']],
    ['src/mail/a.ts', ['post@example.org']],
    ['src/pay/a.ts', ['@all', '@pay']],
    ['src/pay/tax/a.ts', ['@all', '@tax']],
    ['src/rest/a.ts', ['@all']],
    ['src/pay/tax/init.sql', ['@data', '@tax']],
    ['src/pay/tax/vat.ts', ['@all', '@vat']],
    ['src/pay/generated/a.ts', ['@all']],
  ])('%s belongs to %j', (path, owners) => expect(ownersOf(path)).toEqual(owners));

  it.each([
    ['\n', ['CODEOWNERS names no owner of any file here']],
    ['/elsewhere/ @other\n', ['CODEOWNERS names no owner of any file here']],
    ['a.ts @ann\n', []],
  ])('says of %j what it lacks: %j', async (text, expected) => {
    writeFileSync(join(folder, 'CODEOWNERS'), text);
    const { lacks } = await readHistory(folder, files);
    rmSync(join(folder, 'CODEOWNERS'));
    expect(lacks).toEqual(expected);
  });
});

describe('authors that are programs', () => {
  it.each([
    'dependabot[bot]',
    'Translate-O-Tron',
    'Copilot',
    'renovate',
    'snyk-bot',
    'GitHub Actions',
    'Weblate',
    'Oli Juhl CI',
  ])('%s is one', (name) => expect(isMachine(name)).toBe(true));

  it.each(['Tom Moor', 'Abbott', 'Marci', 'Botond', 'Claude Monet', 'Ci Wang'])(
    '%s is none',
    (name) => expect(isMachine(name)).toBe(false),
  );
});
