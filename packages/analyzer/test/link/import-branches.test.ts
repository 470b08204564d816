import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

describe('import edges of conditions', () => {
  it('follows every branch of a condition, and lists those it cannot tell', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'a.ts': `import('./' + (dev ? 'b' : 'c'));
import(dev ? './b' : './c');
const store = dev ? './b' : prod ? './c' : './d'; require(store);
require(process.env.STORE || './d');
require(dev ? './b' : './gone');`,
        'b.ts': '1',
        'c.ts': '1',
        'd.ts': '1',
      }),
    );
    expect(facts.imports.map((e) => `${e.from}:${e.line} ${e.kind} ${e.to}`)).toEqual([
      ...['b', 'c', 'd'].map((to) => `a.ts:1 dynamic ${to}.ts`),
      ...['b', 'c'].map((to) => `a.ts:2 dynamic ${to}.ts`),
      ...['b', 'c', 'd'].map((to) => `a.ts:3 require ${to}.ts`),
      'a.ts:4 require d.ts',
      'a.ts:5 require b.ts',
    ]);
    expect(facts.unresolved.map((u) => `${u.line} ${u.text}: ${u.reason}`)).toEqual([
      "4 require(process.env.STORE || './d'): computed at run time",
      '5 ./gone: no such file',
    ]);
  });
});
