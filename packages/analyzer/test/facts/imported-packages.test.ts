import { expect, it, vi } from 'vitest';
import { fastify } from '../../src/facts/detectors/routers.ts';
import { importsAny, importsPartOf, mayStemFrom } from '../../src/facts/imported-packages.ts';
import { extractFacts } from '../../src/index.ts';
import type { Program } from '../../src/link/program.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

function programThatImports(...specifiers: string[]): Program {
  const imports = specifiers.map((specifier) => ({ specifier }));
  return { files: new Map([['a.ts', { facts: { imports } }]]) } as unknown as Program;
}

it.each<[string, boolean, boolean, boolean]>([
  ['lru-cache', true, true, true],
  ['lru-cache/part/of-it', false, true, true],
  ['lru-cache-two', false, false, false],
  ['./lru-cache', false, false, false],
  ['@isaacs/lru-cache', false, false, false],
  ['#cache', false, false, true],
  ['worker-loader!lru-cache', false, false, true],
])(
  'an import of %s: the package %s, a part of it %s, perhaps a value of it %s',
  (specifier, whole, part, value) => {
    const program = programThatImports('./orders', specifier);
    expect(importsAny(program, ['lru-cache'])).toBe(whole);
    expect(importsPartOf(program, ['lru-cache'])).toBe(part);
    expect(mayStemFrom(program, ['lru-cache'])).toBe(value);
  },
);

const ROUTE = "export const add = (api) => api.get('/orders', () => []);";

it.each([
  ['is not asked', ROUTE, false],
  ['is asked', `import fastify from 'fastify';\n${ROUTE}`, true],
])('a detector of a framework %s: %s', async (_, source, isAsked) => {
  if (!fastify.call) throw new Error('fastify looks at no calls');
  const call = vi.spyOn(fastify as Required<typeof fastify>, 'call');
  await extractFacts(temporaryTree({ 'a.ts': source }));
  expect(call.mock.calls.length > 0).toBe(isAsked);
  vi.restoreAllMocks();
});
