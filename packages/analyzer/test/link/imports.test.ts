import { describe, expect, it } from 'vitest';
import { extractFacts, type Facts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

function edges(facts: Facts): string[] {
  return facts.imports.map(
    (e) =>
      `${e.from}:${e.line} ${e.kind}${e.typeOnly ? ' type' : ''} ${e.to} {${e.symbols.join()}}${e.via ? ` via ${e.via.join()}` : ''}`,
  );
}

const read = async (files: Record<string, string>): Promise<Facts> =>
  extractFacts(temporaryTree(files));

describe('import edges', () => {
  it('knows every kind of import', async () => {
    const facts = await read({
      'a.ts': `import d, { b as c, type T } from './b';
import * as ns from './b';
import type { T as U } from './b';
import './b';
export { b } from './b';
export * from './b';
import eq = require('./b');
const r = require('./b');
const { b: rb } = require('./b');
require.resolve('./b');
const lazy = () => import('./b');
let t: import('./b').T;
import {} from './b';`,
      'b.ts': `export const b = 1; export type T = 1; export default 2;`,
    });
    expect(edges(facts).sort()).toEqual(
      [
        'a.ts:1 import b.ts {T,b,default}',
        'a.ts:2 import b.ts {*}',
        'a.ts:3 import type b.ts {T}',
        'a.ts:4 side-effect b.ts {}',
        'a.ts:5 reexport b.ts {b}',
        'a.ts:6 reexport b.ts {*}',
        'a.ts:7 import-equals b.ts {export=}',
        'a.ts:8 require b.ts {*,b}',
        'a.ts:9 require b.ts {*,b}',
        'a.ts:10 require-resolve b.ts {}',
        'a.ts:11 dynamic b.ts {*}',
        'a.ts:12 import type b.ts {T}',
        'a.ts:13 import b.ts {}',
      ].sort(),
    );
  });

  it('keeps the literal edge and adds the one to the defining file, through every barrel', async () => {
    const facts = await read({
      'a.ts': `import { order, user } from './index';`,
      'index.ts': `export * from './domain';`,
      'domain/index.ts': `export { makeOrder as order } from './order'; import { user } from './user'; export { user };`,
      'domain/order.ts': `export const makeOrder = 1;`,
      'domain/user.ts': `export const user = 1;`,
    });
    expect(edges(facts).filter((e) => e.startsWith('a.ts'))).toEqual([
      'a.ts:1 import domain/order.ts {order} via index.ts,domain/index.ts',
      'a.ts:1 import domain/user.ts {user} via index.ts,domain/index.ts',
      'a.ts:1 import index.ts {order,user}',
    ]);
  });

  it('follows computed specifiers as far as their texts say', async () => {
    const facts = await read({
      'src/a.js': `const path = require('path');
const PLACE = './plugins/' + 'one';
require(PLACE);
const load = (lang, name) => [
  import(\`./locales/\${lang}.js\`),
  require(path.join(__dirname, '..', 'lib', name)),
  require(__dirname + '/plugins/two'),
  require(name),
  require('./no-ne/' + name),
];
jest.mock('./plugins/two');`,
      'src/plugins/one.js': '1',
      'src/plugins/two.ts': '1',
      'src/locales/de.ts': '1',
      'src/locales/en.js': '1',
      'src/locales/deep/fr.js': '1',
      'lib/x.ts': '1',
      'lib/y/index.ts': '1',
    });
    expect(edges(facts)).toEqual([
      'src/a.js:3 require src/plugins/one.js {*}',
      'src/a.js:5 dynamic src/locales/de.ts {*}',
      'src/a.js:5 dynamic src/locales/en.js {*}',
      'src/a.js:6 require lib/x.ts {*}',
      'src/a.js:6 require lib/y/index.ts {*}',
      'src/a.js:7 require src/plugins/two.ts {*}',
    ]);
    expect(facts.unresolved.map((u) => `${u.line} ${u.reason}`)).toEqual([
      '8 computed at run time',
      '9 computed at run time',
    ]);
  });

  it('reads what createRequire gives when it is called at once', async () => {
    const { imports, unresolved } = await extractFacts(
      temporaryTree({
        'a.mjs': `import { createRequire } from 'node:module';
import module from 'node:module';
export const one = createRequire(import.meta.url)('./b.cjs');
export const two = module.createRequire(import.meta.filename)('./b.cjs').two();
createRequire(import.meta.url).resolve('./b.cjs');
createRequire(place())('./b.cjs');`,
        'b.cjs': 'exports.two = () => 1;',
      }),
    );
    expect(imports.map(({ line, kind, to }) => `${line} ${kind} ${to}`)).toEqual([
      '3 require b.cjs',
      '4 require b.cjs',
      '5 require-resolve b.cjs',
    ]);
    expect(unresolved.map(({ line, kind }) => `${line} ${kind}`)).toEqual(['6 import']);
  });

  it('reads what other functions than require ask for, and lists what counts from elsewhere', async () => {
    const facts = await read({
      'a.mjs': `import { createRequire } from 'node:module';
const load = createRequire(import.meta.url);
const far = createRequire(place());
const one = load('./b.cjs');
load.resolve('./c.cjs');
far('./b.cjs');
other.resolve('./c.cjs');`,
      'b.cjs': `module.require('./c.cjs');`,
      'c.cjs': '1',
    });
    expect(edges(facts)).toEqual([
      'a.mjs:4 require b.cjs {*}',
      'a.mjs:5 require-resolve c.cjs {}',
      'b.cjs:1 require c.cjs {*}',
    ]);
    expect(facts.unresolved.map((u) => `${u.line} ${u.text}: ${u.reason}`)).toEqual([
      "6 far('./b.cjs'): computed at run time",
    ]);
  });

  it('ends on barrels that import each other', async () => {
    const facts = await read({
      'a.ts': `import { x } from './b'; export * from './b';`,
      'b.ts': `export * from './a';`,
    });
    expect(facts.imports).toHaveLength(3);
  });
});

const RESOLUTIONS: { name: string; files: Record<string, string>; to: string }[] = [
  {
    name: 'a missing extension',
    files: { 'src/a.ts': `import './b'`, 'src/b.tsx': '1' },
    to: 'src/b.tsx',
  },
  {
    name: '.js written for .ts',
    files: { 'src/a.ts': `import './b.js'`, 'src/b.ts': '1' },
    to: 'src/b.ts',
  },
  {
    name: '.jsx written for .tsx',
    files: { 'src/a.ts': `import './b.jsx'`, 'src/b.tsx': '1' },
    to: 'src/b.tsx',
  },
  {
    name: '.mjs written for .mts',
    files: { 'src/a.ts': `import './b.mjs'`, 'src/b.mts': '1' },
    to: 'src/b.mts',
  },
  {
    name: 'a name with dots',
    files: { 'src/a.ts': `import './b.service'`, 'src/b.service.ts': '1' },
    to: 'src/b.service.ts',
  },
  {
    name: 'a folder',
    files: { 'src/a.ts': `import './b'`, 'src/b/index.ts': '1' },
    to: 'src/b/index.ts',
  },
  {
    name: 'a file before a folder of the same name',
    files: { 'src/a.ts': `import './b'`, 'src/b.ts': '1', 'src/b/index.ts': '1' },
    to: 'src/b.ts',
  },
  {
    name: 'the .js twin of a declaration',
    files: { 'src/a.ts': `import './b'`, 'src/b.js': '1', 'src/b.d.ts': '1' },
    to: 'src/b.js',
  },
  {
    name: 'a parent folder by dots',
    files: { 'src/x/a.ts': `import '..'`, 'src/index.ts': '1' },
    to: 'src/index.ts',
  },
  {
    name: 'paths of a tsconfig with comments and trailing commas',
    files: {
      'tsconfig.json': `{ // c\n "compilerOptions": { "paths": { "@/*": ["./src/*",], }, }, }`,
      'src/a.ts': `import '@/b'`,
      'src/b.ts': '1',
    },
    to: 'src/b.ts',
  },
  {
    name: 'baseUrl',
    files: {
      'tsconfig.json': `{ "compilerOptions": { "baseUrl": "src" } }`,
      'src/a.ts': `import 'lib/b'`,
      'src/lib/b.ts': '1',
    },
    to: 'src/lib/b.ts',
  },
  {
    name: 'the longest matching pattern',
    files: {
      'tsconfig.json': `{ "compilerOptions": { "paths": { "@x/*": ["./no/*"], "@x/lib/*": ["./src/*"] } } }`,
      'src/a.ts': `import '@x/lib/b'`,
      'src/b.ts': '1',
    },
    to: 'src/b.ts',
  },
  {
    name: 'paths although the base config is not installed',
    files: {
      'tsconfig.json': `{ "extends": "@not/installed", "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
      'src/a.ts': `import '@/b'`,
      'src/b.ts': '1',
    },
    to: 'src/b.ts',
  },
  {
    name: 'paths of a base in another package of the codebase, relative to where they are written',
    files: {
      'package.json': `{ "workspaces": ["packages/*"] }`,
      'packages/config/package.json': `{ "name": "@shop/config" }`,
      'packages/config/base.json': `{ "compilerOptions": { "paths": { "@lib/*": ["../lib/src/*"] } } }`,
      'packages/app/tsconfig.json': `{ "extends": "@shop/config/base.json" }`,
      'packages/app/a.ts': `import '@lib/b'`,
      'packages/lib/src/b.ts': '1',
    },
    to: 'packages/lib/src/b.ts',
  },
  {
    name: 'configDir in a base: the folder of the tsconfig that extends it',
    files: {
      'packages/config/package.json': `{ "name": "config" }`,
      'packages/config/tsconfig.json': `{ "compilerOptions": { "paths": { "@/*": ["\${configDir}/src/*"] } } }`,
      'packages/app/tsconfig.json': `{ "extends": "config" }`,
      'packages/app/a.ts': `import '@/b'`,
      'packages/app/src/b.ts': '1',
    },
    to: 'packages/app/src/b.ts',
  },
  {
    name: 'paths of a referenced project beside a solution file',
    files: {
      'tsconfig.json': `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }`,
      'tsconfig.app.json': `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
      'src/a.ts': `import '@/b'`,
      'src/b.ts': '1',
    },
    to: 'src/b.ts',
  },
  {
    name: '#imports of package.json',
    files: {
      'package.json': `{ "imports": { "#lib/*": { "types": "./no.d.ts", "default": "./src/lib/*.js" } } }`,
      'src/a.ts': `import '#lib/b'`,
      'src/lib/b.ts': '1',
    },
    to: 'src/lib/b.ts',
  },
  {
    name: 'a workspace package by name to its source, not to dist',
    files: {
      'packages/b/package.json': `{ "name": "@shop/b", "main": "dist/index.js" }`,
      'packages/b/src/index.ts': '1',
      'src/a.ts': `import '@shop/b'`,
    },
    to: 'packages/b/src/index.ts',
  },
  {
    name: 'a subpath export of a workspace package',
    files: {
      'packages/b/package.json': `{ "name": "b", "exports": { "./*": { "import": "./dist/*.js" } } }`,
      'packages/b/src/deep/x.ts': '1',
      'src/a.ts': `import 'b/deep/x'`,
    },
    to: 'packages/b/src/deep/x.ts',
  },
  {
    name: 'an alias that is followed by dots and double slashes',
    files: {
      'tsconfig.json': `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
      'src/a.ts': `import '@/../lib/./x//b'`,
      'lib/x/b.ts': '1',
    },
    to: 'lib/x/b.ts',
  },
  {
    name: 'a relative path into output that is not built',
    files: { 'a.js': `require('./dist/b')`, 'src/b.ts': '1' },
    to: 'src/b.ts',
  },
  {
    name: 'the source of the second folder that looks like output',
    files: {
      'lib/shop/a.ts': `import 'b'`,
      'lib/shop/b/package.json': `{ "name": "b", "main": "dist/index.js" }`,
      'lib/shop/b/src/index.ts': '1',
    },
    to: 'lib/shop/b/src/index.ts',
  },
  {
    name: 'of two packages with one name the one nearby',
    files: {
      'old/types/package.json': `{ "name": "types" }`,
      'old/types/index.ts': '1',
      'new/types/package.json': `{ "name": "types" }`,
      'new/types/index.ts': '1',
      'new/app/a.ts': `import 'types'`,
    },
    to: 'new/types/index.ts',
  },
];

describe('resolution', () => {
  it.each(RESOLUTIONS)('finds $name', async ({ files, to }) => {
    const facts = await read(files);
    expect(facts.imports.map((e) => e.to)).toEqual([to]);
    expect(facts.unresolved.filter((u) => u.kind === 'import')).toEqual([]);
  });

  it('takes a dependency rather than a folder of its name below baseUrl', async () => {
    const facts = await read({
      'tsconfig.json': `{ "compilerOptions": { "baseUrl": "." } }`,
      'package.json': `{ "dependencies": { "vite": "6" } }`,
      'a.ts': `import 'vite'; import 'server'`,
      'vite/index.ts': '1',
      'server/index.ts': '1',
    });
    expect(facts.imports.map((e) => e.to)).toEqual(['server/index.ts']);
  });

  it('says what could not be resolved, and counts every specifier once', async () => {
    const facts = await read({
      'a.ts': `import './gone'; import 'express'; import 'node:fs'; import '@/alias'; import './b'; import './styles.css'; require(name);`,
      'b.ts': '1',
    });
    expect(facts.unresolved.map((u) => [u.kind, u.text, u.reason])).toEqual([
      ['import', './gone', 'no such file'],
      ['import', '@/alias', 'alias not in any tsconfig'],
      ['import', 'require(name)', 'computed at run time'],
    ]);
    expect(facts.stats.specifiers).toEqual({
      total: 7,
      internal: 2,
      external: 1,
      builtin: 1,
      unresolved: 3,
    });
  });
});

describe('folders that only a bundler knows', () => {
  const PACKAGE = {
    'package.json': `{ "dependencies": { "react": "19", "lib": "1" } }`,
    'src/components/Button.js': '1',
    'src/components/Table.js': '1',
    'src/lib/date.js': '1',
    'src/settings.js': '1',
    'src/stores/order.js': '1',
  };
  const seen = ({ imports, unresolved }: Facts): string[] => [
    ...imports.filter((e) => !e.via).map((e) => `${e.line} ${e.to}`),
    ...unresolved.map((u) => `${u.line} ${u.text}: ${u.reason}`),
  ];

  it('are found by the names that they explain, which no package.json declares', async () => {
    const facts = await read({
      ...PACKAGE,
      'src/pages/home.js': `import 'components/Button';
import 'components/Table';
import 'stores/order';
import 'settings';
import 'components/Gone';
import 'react/jsx-runtime';
import 'lib/date';
import 'lodash/fp';`,
    });
    expect(seen(facts)).toEqual([
      '1 src/components/Button.js',
      '2 src/components/Table.js',
      '3 src/stores/order.js',
      '4 src/settings.js',
      '5 components/Gone: no such file',
    ]);
  });

  it('are listed where too few names speak for them, or they lie beside the file', async () => {
    const facts = await read({
      ...PACKAGE,
      'src/pages/home.js': `import 'components/Button'; import 'settings';`,
      'tools/run.js': `import 'components/Button';\nimport '@components/Table';`,
    });
    expect(seen(facts)).toEqual([
      '1 components/Button: looks like an alias that no tsconfig defines',
      '1 components/Button: looks like an alias that no tsconfig defines',
      '2 @components/Table: looks like an alias that no tsconfig defines',
    ]);
  });

  it('are not chosen between', async () => {
    const names = ['a/one', 'a/two', 'a/three'];
    const facts = await read({
      'package.json': '{}',
      ...Object.fromEntries(names.flatMap((n) => [`${n}.js`, `src/${n}.js`].map((p) => [p, '1']))),
      'src/use.js': names.map((n) => `import '${n}';`).join('\n'),
    });
    expect(seen(facts)).toEqual(
      names.map((n, i) => `${i + 1} ${n}: several folders above have such a file`),
    );
  });
});
