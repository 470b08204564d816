import { join } from 'node:path';
import { expect, it } from 'vitest';
import { slowness } from './fuzz/repetition-time.ts';
import { type Repetition, repetition } from './fuzz/repetitions.ts';
import { temporaryTree } from './tree/temporary-tree.ts';

const folder = join(temporaryTree({}), 'case');

/** Each took the square of its length or more, or ended the run. */
const FOUND: Record<string, Repetition> = {
  'blank lines in a file that does not parse': {
    path: 'a.tsx',
    before: '/*',
    unit: ' \n',
    after: '',
  },
  'imports without a specifier': { path: 'a.ts', before: '', unit: 'import\n', after: '' },
  'blanks on a line of its own': {
    path: 'a.ts',
    before: '//import ',
    unit: ' ',
    after: 'schema \n',
  },
  'blanks where Deno is asked': { path: 'a.ts', before: 'Deno.env.get(', unit: ' ', after: '' },
  'blanks behind a name where Deno is asked': {
    path: 'a.ts',
    before: 'Deno.env.get(a',
    unit: ' ',
    after: '',
  },
  'names that node:process is asked for': {
    path: 'a.ts',
    before: 'import {',
    unit: 'env ',
    after: "} from 'b';\nprocess.env.A; 'process'",
  },
  'types without an end before createRequire': {
    path: 'a.ts',
    before: "const load = createRequire(__filename); load('b'); //",
    unit: 'let a:',
    after: '',
  },
  'calls of a test that are none': { path: 'a.spec.ts', before: '', unit: 'it.', after: '' },
  'at signs': { path: 'a.ts', before: 'export function a() {', unit: '@', after: '}' },
  backslashes: { path: 'a.ts', before: 'export class A', unit: '\\', after: '{}' },
  'blanks behind the mark of the way back': {
    path: 'a.sql',
    before: '-- migrate',
    unit: ' ',
    after: 'x',
  },
  'relations without an end': {
    path: 'schema.prisma',
    before: 'model A {\n b A ',
    unit: '@relation(',
    after: '\n}',
  },
  'a package.json of many levels': { path: 'package.json', before: '', unit: '{"a":', after: '' },
  'a tsconfig.json of many levels': { path: 'tsconfig.json', before: '', unit: '[', after: '' },
};

/** Patterns of V8 in Node 22 still take the square of these; from Node 24 on they do not. */
const SLOW_ON_22: ReadonlySet<string> = new Set([
  'blanks on a line of its own',
  'blanks where Deno is asked',
  'blanks behind a name where Deno is asked',
]);
const isOld = Number.parseInt(process.versions.node, 10) < 24;

for (const [name, given] of Object.entries(FOUND))
  it.skipIf(isOld && SLOW_ON_22.has(name))(
    `takes no more time than its length explains: ${name}`,
    async () => {
      expect(await slowness(given, 150_000, folder)).toBeUndefined();
    },
    60_000,
  );

/** The first of what bench/repetitions.ts does for minutes; other seeds than those there. */
it('takes no more time than its length explains, whatever is repeated', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const problem = await slowness(repetition(seed), 60_000, folder);
    expect(problem && `seed ${seed}: ${problem}`).toBeUndefined();
  }
}, 60_000);
