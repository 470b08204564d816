import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDetector } from '../scripts/new-detector.ts';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

describe('npm run new:detector', () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'ashlar-detector-'));
    for (const path of ['packages/analyzer/src', 'packages/analyzer/test', 'docs/detectors.md'])
      cpSync(join(repository, path), join(copy, path), { recursive: true });
    for (const path of ['packages/analyzer/package.json', 'package.json'])
      cpSync(join(repository, path), join(copy, path));
    for (const path of ['node_modules', 'packages/analyzer/node_modules'])
      symlinkSync(join(repository, path), join(copy, path));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('writes a detector that is listed and finds what its case expects', async () => {
    const written = newDetector('tiny-store', copy);
    expect(written).toHaveLength(5);
    const load = async (path: string): Promise<Record<string, never>> =>
      import(pathToFileURL(join(copy, 'packages/analyzer', path)).href);
    const { DETECTORS } = (await load('src/facts/detectors/index.ts')) as unknown as {
      DETECTORS: { name: string }[];
    };
    expect(DETECTORS.map((d) => d.name)).toContain('tiny-store');
    const { extractFacts } = (await load('src/index.ts')) as unknown as {
      extractFacts: (root: string) => Promise<object>;
    };
    const { linesOf } = (await load('test/facts/detector-case.ts')) as unknown as {
      linesOf: (facts: object, detector: string) => string[];
    };
    const { temporaryTree } = (await load('test/tree/temporary-tree.ts')) as unknown as {
      temporaryTree: (files: Record<string, string>) => string;
    };
    const { TINY_STORE_CASES } = (await load('test/facts/cases/tiny-store.ts')) as unknown as {
      TINY_STORE_CASES: { files: Record<string, string>; expected: string[] }[];
    };
    expect(TINY_STORE_CASES).toHaveLength(1);
    for (const { files, expected } of TINY_STORE_CASES) {
      const facts = await extractFacts(temporaryTree(files));
      expect(linesOf(facts, 'tiny-store')).toEqual(expected);
    }
  }, 30_000);

  it('refuses a name that is taken or is no package name', () => {
    expect(() => newDetector('prisma', copy)).toThrow('is there already');
    expect(() => newDetector('Not A Name', copy)).toThrow('named after its npm package');
  });
});
