import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

it.each([
  ['types of each other', 'let a: typeof b; let b: typeof a; a.find(1);'],
  ['a type of itself', 'const a: typeof a = a; a.x();'],
  ['aliases in a circle', 'type A = B; type B = A; let a: A; a.find();'],
  ['a class of its own member', 'class A { x: typeof A.prototype.x; y() { this.x.z(); } }'],
  ['a name of its own call', 'let f = () => g(); let g = () => f(); f().query("SELECT * FROM t");'],
  ['members through each other', 'const o = { a: p.b }; const p = { b: o.a }; o.a.find();'],
  ['an object spread into itself', 'function g(o) { o.table.find(); g({ ...o }); } g({ a: 1 });'],
  [
    'objects spread into each other',
    'function g(o, p) { o.db.find(); g({ ...p }, { ...o }); } g({ a: 1 }, { b: 2 });',
  ],
  [
    'a record that is updated on and on',
    'function save({ o }) { const all = { ...o, x: 1 }; all.db.find(); pass({ o: all }); } function pass({ o }) { save({ o }); }',
  ],
  ['a method of an object spread into itself', 'const f = (o) => ({ ...f(o) }); f({}).db.find();'],
])('ends at %s', async (_, source) => {
  const facts = await extractFacts(temporaryTree({ 'a.ts': source }));
  expect(facts.stats.files).toBe(1);
});

it('ends soon at arithmetic in which everything is made of everything', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const turns = Array.from({ length: 64 }, (_, n) => {
    const [to = 'a', ...rest] = names.map((_name, i) => names[(i + n) % 4]);
    return `${to} = mix(${to}, ${rest}, x[i + ${n}]);`;
  });
  const source = `import { one } from './b';
export function hash(text) {
  function add(x, y) { const l = (x & 255) + (y & 255); return l; }
  function mix(q, a, b, c, x) { return add(add(add(a, q), add(x, b)), c); }
  let i; const x = one(text); let a = 1; let b = 2; let c = 3; let d = 4;
  for (i = 0; i < x.length; i++) { ${turns.join(' ')} }
  return show(a) + show(b) + show(c) + show(d);
}
function show(n) { return n.toString(); }`;
  const root = temporaryTree({
    'a.js': source,
    'b.js': `import { hash } from './a'; export const one = (t) => t; hash('x').slice(0, 8).find(1);`,
  });
  const { user, system } = process.cpuUsage();
  await extractFacts(root);
  const used = process.cpuUsage({ user, system });
  expect((used.user + used.system) / 1e6).toBeLessThan(5);
}, 20_000);

it('ends at types that lead through files to each other', async () => {
  const root = temporaryTree({
    'a.ts': `import { b } from './b'; export let a: typeof b; a.find(1);`,
    'b.ts': `import { a } from './a'; export let b: typeof a; b.find(1);`,
  });
  expect((await extractFacts(root)).stats.files).toBe(2);
});
