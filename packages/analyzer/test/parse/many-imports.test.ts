import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

// With as many in its memory the native parser ends the process.
it.each([
  ['statements', lines(6_000, (i) => `import { a${i} } from "./b${i}";`), 6_000],
  [
    'names',
    lines(600, (i) => `import { ${lines(20, (j) => `a${i}_${j},`)} } from './b${i}';`),
    600,
  ],
])('reads a file that imports many %s', async (_what, source, specifiers) => {
  const { unresolved } = await extractFacts(temporaryTree({ 'all.ts': source }));
  expect(unresolved).toHaveLength(specifiers);
});
