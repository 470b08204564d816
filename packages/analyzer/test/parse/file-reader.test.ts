import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { FileFacts } from '../../src/facts/file-facts.ts';
import { createFileReader } from '../../src/parse/collect-file.ts';
import { defaultParseMode } from '../../src/parse/oxc.ts';

const reader = createFileReader(defaultParseMode(), () => true);
const read = (source: string, path = 'a.ts'): FileFacts => reader.read(path, source);

it.each([
  { what: 'a call', source: 'find();', lines: [[1, 1, 1]] },
  { what: 'a member', source: 'db\n.find();', lines: [[1, 2, 2]] },
  { what: 'a chain', source: 'prisma\n.orders\n.find();', lines: [[1, 3, 2]] },
  { what: 'a computed key', source: 'prisma[\nname(\n)]\n.find();', lines: [[1, 4, 2]] },
  { what: 'an argument over lines', source: 'a\n.b\n.c(\nd\n.e\n.f);', lines: [[1, 3, 2]] },
])('lines of $what: whole, name, receiver', ({ source, lines }) => {
  const found = read(source).calls.map(({ expression: e }) =>
    e.k === 'call' ? [e.line, e.nameLine, e.receiverLine] : [],
  );
  expect(found.slice(0, 1)).toEqual(lines);
});

it('one name of one function is one object, another function has its own', () => {
  const { calls } = read('function a(x) { f(x); g(x); }\nfunction b(x) { f(x); }');
  const [first, second, other] = calls.map(
    (c) => c.expression.k === 'call' && c.expression.args[0],
  );
  expect(first).toMatchObject({ k: 'id', name: 'x' });
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});

it.each([
  ['a list', 'const a = [\nX,\ny.z];', [2, 3]],
  ['an object', 'const a = {\nx: X,\ny: (\ny.z)};', [2, 4]],
])('names in %s have their line', (_, source, lines) => {
  const init = read(source).variables[0]?.init;
  const items =
    init?.k === 'arr' ? init.items : init?.k === 'obj' ? init.props.map((p) => p.value) : [];
  expect(items.map((e) => 'line' in e && e.line)).toEqual(lines);
});

it('a decorator that is a name has its line', () => {
  const [cls] = read('class A {\n@Column\n@typeorm.Column\nname: string;\n}').classes;
  expect(cls?.members[0]?.decorators.map((d) => 'line' in d && d.line)).toEqual([2, 3]);
});

it('facts keep no source in memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const size = 1 << 20;
  const source = (index: number): string =>
    `const long = '${`${index} a text of more than forty characters `.repeat(2)}';
     import(computedSpecifierOfMoreThanThirteenCharacters);
     require(\`\${computedSpecifierOfMoreThanThirteenCharacters}/x\`);
     process.env.KEY_OF_MORE_THAN_THIRTEEN_CHARACTERS;
     const { OTHER_OF_MORE_THAN_THIRTEEN_CHARACTERS } = process.env;
     // ${String(index % 10).repeat(size)}`;
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 20 }, (_, index) => read(source(index)));
  collect();
  const held = process.memoryUsage().heapUsed - before;
  expect(kept[0]?.environment).toHaveLength(2);
  expect(kept[0]?.imports).toHaveLength(2);
  expect(held).toBeLessThan(5 * size);
});

it.each([
  { what: 'blanks', filler: ' '.repeat(5_000) },
  { what: 'lines of slashes', filler: `${'/'.repeat(5_000)}\n` },
  { what: 'comments in comments', filler: `${'// /* '.repeat(1_000)}\n` },
])(
  'a function that begins with many $what is read at once',
  ({ filler }) => {
    const started = performance.now();
    expect(
      read(`${filler}function a() {${filler}'use strict';${filler}b(); }`).functions,
    ).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(
      read(`function a() {${filler}'use strict';${filler}'use server'; }`).functions[0]?.isServer,
    ).toBe(true);
  },
  10_000,
);

it('a text that begins with many comments is told from SQL at once', () => {
  const comments = '/**/'.repeat(95);
  expect(read(`run("${comments}x"); run(\`${comments}x\`);`).sql).toHaveLength(0);
  expect(read('run("/* all */ /* of them */ SELECT id FROM orders");').sql).toHaveLength(1);
}, 10_000);

it('a file of blank lines is looked through for imports once', () => {
  expect(read('\n'.repeat(1_000_000)).imports).toHaveLength(0);
}, 10_000);

it.each([
  ['a.js', 'export const Page = () => <p>{name}</p>;', true],
  ['a.js', 'export const Page = () => <></>;', true],
  ['a.tsx', 'export const less = <T,>(a: T, b: T): boolean => a < b;', undefined],
  ['a.ts', 'const text = "<p>no markup</p>";', undefined],
  [
    'a.ts',
    `import { Component as Drawn } from '@angular/core';\n@Drawn({ templateUrl: './a.html' }) class Page {}`,
    true,
  ],
  ['a.ts', `import { Component } from './ours';\n@Component({}) class Page {}`, undefined],
  ['a.ts', `import { Injectable } from '@angular/core';\n@Injectable() class Store {}`, undefined],
])('%s: whether `%s` draws', (path, source, expected) => {
  expect(read(source, path).draws).toBe(expected);
});
