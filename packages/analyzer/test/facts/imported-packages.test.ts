import { expect, it, vi } from 'vitest';
import { fastify } from '../../src/facts/detectors/routers.ts';
import { importsAny, importsPartOf } from '../../src/facts/imported-packages.ts';
import { extractFacts } from '../../src/index.ts';
import type { Program } from '../../src/link/program.ts';
import type { Resolution } from '../../src/link/resolver.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

/** Of which `#cache` is the package lru-cache, `#own` a file, and all else what it says. */
function programThatImports(...specifiers: string[]): Program {
  const imports = specifiers.map((specifier) => ({ specifier }));
  const resolve = (_: string, specifier: string): Resolution =>
    specifier === '#own'
      ? { k: 'file', path: 'lru-cache' }
      : { k: 'external', package: specifier.replace('#', 'lru-').replace(/^.*!|[?].*$/g, '') };
  const files = new Map([['a.ts', { path: 'a.ts', facts: { imports } }]]);
  return { files, resolve } as unknown as Program;
}

it.each<[string, boolean, boolean]>([
  ['lru-cache', true, true],
  ['lru-cache/part/of-it', false, true],
  ['lru-cache-two', false, false],
  ['./lru-cache', false, false],
  ['@isaacs/lru-cache', false, false],
  ['#cache', false, true],
  ['#own', false, false],
  ['worker-loader!lru-cache', false, true],
  ['lru-cache?raw', false, true],
  ['vs/web-api!', false, false],
])('an import of %s: the package %s, something of it %s', (specifier, whole, part) => {
  const program = programThatImports('./orders', specifier);
  expect(importsAny(program, ['lru-cache'])).toBe(whole);
  expect(importsPartOf(program, ['lru-cache'])).toBe(part);
});

it.each<[string, string[]]>([
  ['lru-cache', ['Orders.recent']],
  ['./lru.js', []],
])('what package.json calls #cache is %s', async (target, state) => {
  const facts = await extractFacts(
    temporaryTree({
      'package.json': JSON.stringify({ imports: { '#cache': target } }),
      'lru.ts': 'export class LRUCache {}',
      'orders.ts': `import { LRUCache } from '#cache';
class Orders {
  recent = new LRUCache({ max: 9 });
}`,
    }),
  );
  expect(facts.state.map(({ name }) => name)).toEqual(state);
});

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
