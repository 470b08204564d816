import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md'], {
  cwd: repository,
}).sort();

function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

describe('the documents', () => {
  it.each(pages)('%s links only to what exists', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)\s]+)\)/g)];
    const broken = targets
      .map(([, target = '']) => target.split('#')[0] ?? '')
      .filter((target) => !existsSync(join(repository, dirname(page), target)));
    expect(broken).toEqual([]);
  });

  it('the index of docs leads to every guide', () => {
    const index = read('docs/README.md');
    const guides = globSync('docs/*.md', { cwd: repository }).filter(
      (page) => !page.endsWith('README.md'),
    );
    expect(guides.filter((page) => !index.includes(`(${page.slice('docs/'.length)})`))).toEqual([]);
  });

  it('the index of decisions lists every decision', () => {
    const index = read('docs/decisions/README.md');
    const decisions = globSync('docs/decisions/*.md', { cwd: repository })
      .map((page) => basename(page))
      .filter((page) => page !== 'README.md')
      .sort();
    expect(decisions.filter((page) => !index.includes(`(${page})`))).toEqual([]);
  });

  it.each(['docs/practices.md', 'docs/threat-model.md'])(
    '%s names only tests that exist',
    (page) => {
      const tests = globSync('{packages,examples,test}/**/*.test.ts', {
        cwd: repository,
        exclude: (path) => path.includes('node_modules'),
      });
      const named = [...read(page).matchAll(/`([\w./-]+\.test\.ts)`/g)].map(
        ([, name = '']) => name,
      );
      expect(named.length).toBeGreaterThan(10);
      expect(
        named.filter((name) => !tests.some((test) => `/${test}`.endsWith(`/${name}`))),
      ).toEqual([]);
    },
  );

  it('name only npm scripts that exist', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const named = ['README.md', 'CONTRIBUTING.md'].flatMap((page) =>
      [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script),
    );
    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
  });
});

describe('the lockfile', () => {
  it('names no download address', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});
