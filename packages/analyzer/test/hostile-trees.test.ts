import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractFacts, type Facts } from '../src/index.ts';
import { temporaryTree } from './tree/temporary-tree.ts';

const pairs = (facts: Facts): string[] => facts.imports.map((e) => `${e.from} > ${e.to}`);

describe('trees nobody would make on purpose', () => {
  it('names with spaces, line breaks, quotes, emoji and the names of Object', async () => {
    const odd = ['a b', 'a\nb', `a'b"c`, 'a\\b', 'ü漢🎉', '__proto__', 'constructor', 'a#b', '-x'];
    const names = process.platform === 'win32' ? ['a b', 'ü漢🎉', '__proto__'] : odd;
    const files = Object.fromEntries(
      names.flatMap((name): [string, string][] => [
        [`x/${name}/${name}.ts`, `export const toString = 1; import './${name}.js';`],
      ]),
    );
    const facts = await extractFacts(
      temporaryTree({
        ...files,
        'x/hasOwnProperty.js': `require('./valueOf')`,
        'x/valueOf.js': '',
      }),
    );
    expect(facts.files.map((f) => f.path).sort()).toEqual(
      [...Object.keys(files), 'x/hasOwnProperty.js', 'x/valueOf.js'].sort(),
    );
    expect(pairs(facts)).toContain('x/hasOwnProperty.js > x/valueOf.js');
  });

  it('folders nested two hundred deep', async () => {
    const folder = Array.from({ length: 200 }, () => 'd').join('/');
    const facts = await extractFacts(
      temporaryTree({ [`${folder}/a.ts`]: `import './b'`, [`${folder}/b.ts`]: '1' }),
    );
    expect(pairs(facts)).toEqual([`${folder}/a.ts > ${folder}/b.ts`]);
  });

  it('links that point at themselves, at each other and at nothing', async () => {
    const root = temporaryTree({ 'a.ts': '1', 'real/b.ts': '1' });
    symlinkSync('self.ts', join(root, 'self.ts'));
    symlinkSync('two', join(root, 'one'));
    symlinkSync('one', join(root, 'two'));
    symlinkSync('gone.ts', join(root, 'dangling.ts'));
    symlinkSync('real', join(root, 'again'));
    const facts = await extractFacts(root);
    expect(facts.files.map((f) => f.path)).toEqual(['a.ts', 'real/b.ts']);
    expect(facts.unresolved.map((u) => u.file)).toEqual(['dangling.ts', 'self.ts']);
  });

  it('folders where files belong, and the other way round', async () => {
    const root = temporaryTree({
      'a.ts': `import './b.ts'; import './c'`,
      'c/index.ts': '1',
      src: 'x',
    });
    for (const name of ['b.ts', 'package.json', 'tsconfig.json', 'schema.prisma', 'x.sql'])
      mkdirSync(join(root, name));
    const facts = await extractFacts(root);
    expect(pairs(facts)).toEqual(['a.ts > c/index.ts']);
    expect(facts.unresolved).toMatchObject([{ kind: 'import', text: './b.ts' }]);
  });

  it('manifests and configurations of the wrong shape', async () => {
    const wrong = ['null', '[]', '1', '"text"', '{', '', '\uFEFF{}', '{"a":{"b":', '\u0000'];
    for (const text of wrong) {
      const facts = await extractFacts(
        temporaryTree({
          'package.json': text,
          'tsconfig.json': text,
          'a.ts': `import './b'`,
          'b.ts': '',
        }),
      );
      expect(pairs(facts)).toEqual(['a.ts > b.ts']);
    }
    const facts = await extractFacts(
      temporaryTree({
        'package.json': `{"name":1,"main":{},"exports":[[{}]],"imports":7,"dependencies":["x"],"workspaces":{"packages":3}}`,
        'tsconfig.json': `{"extends":{"a":1},"references":[null,{"path":[]}],"files":3,"compilerOptions":{"baseUrl":[],"paths":{"@/*":"src","b":[1]}}}`,
        'a.ts': `import './b'; import '@/x'; import '#y'`,
        'b.ts': '',
      }),
    );
    expect(pairs(facts)).toEqual(['a.ts > b.ts']);
  });

  it('configurations that extend and refer to each other in circles', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'tsconfig.json': `{"extends":"./other.json","references":[{"path":"."}]}`,
        'other.json': `{"extends":"./tsconfig.json","compilerOptions":{"paths":{"@/*":["./*"]}}}`,
        'a.ts': `import '@/b'`,
        'b.ts': '',
      }),
    );
    expect(pairs(facts)).toEqual(['a.ts > b.ts']);
  });

  it('a file of a hundred thousand lines, and one line of a bundle', async () => {
    const long = Array.from({ length: 100_000 }, (_, n) => `f(${n});`).join('\n');
    const facts = await extractFacts(
      temporaryTree({
        'long.ts': `import './b';\n${long}`,
        'b.ts': '1',
        'bundle.js': `!function(){${'var a=1;'.repeat(20_000)}}()`,
      }),
    );
    expect(facts.files.map((f) => [f.path, f.loc])).toEqual([
      ['b.ts', 1],
      ['long.ts', 100_001],
    ]);
    expect(facts.stats.excluded).toEqual([{ path: 'bundle.js', reason: 'minified code' }]);
  }, 30_000);

  it('submodules and worktrees, whose .git is a file', async () => {
    const root = temporaryTree({
      '.git': 'gitdir: /nowhere/at/all',
      '.gitignore': 'made/',
      'a.ts': `import './sub/b'`,
      'made/x.ts': '1',
      'sub/.git': 'gitdir: ../.git/modules/sub',
      'sub/b.ts': '1',
    });
    const facts = await extractFacts(root);
    expect(pairs(facts)).toEqual(['a.ts > sub/b.ts']);
    expect(facts.stats.excluded).toEqual([{ path: 'made', reason: 'ignored by git' }]);
  });

  it('the same bytes from wherever it is called, and however the root is written', async () => {
    const root = temporaryTree({ 'src/a.ts': `import './b'`, 'src/b.ts': '1' });
    const whole = JSON.stringify(await extractFacts(root));
    expect(JSON.stringify(await extractFacts(`${root}/src/../`))).toBe(whole);
    const before = process.cwd();
    try {
      process.chdir(join(root, 'src'));
      expect(JSON.stringify(await extractFacts('..'))).toBe(whole);
    } finally {
      process.chdir(before);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'pipes and sockets are not opened',
    async () => {
      const root = temporaryTree({ 'a.ts': '1' });
      execFileSync('mkfifo', [join(root, 'pipe.ts'), join(root, 'package.json')]);
      writeFileSync(join(root, 'b.ts'), '1');
      const facts = await extractFacts(root);
      expect(facts.files.map((f) => f.path)).toEqual(['a.ts', 'b.ts']);
    },
    20_000,
  );
});
