import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { extractFacts, type Facts } from '../src/index.ts';
import { temporaryTree } from './tree/temporary-tree.ts';

/** Milliseconds. Every run of madge loads it in a thread of its own: little CPU, and many seconds on a busy machine. */
const LONGEST = 60_000;

const FILES = {
  'a.js': `import { b } from './b.js'; export * from './lib/index.js'; import './lib/c.js';`,
  'b.js': `export const b = () => import('./d.js');`,
  'lib/index.js': `export * from './c.js';`,
  'lib/c.js': `export const c = 1;`,
  'd.js': `module.exports = [require('./e'), require('./lib')];`,
  'e.js': `require('./b'); require('node:fs'); require('express');`,
  'typed.ts': `import type { Shape } from './shape.ts'; import { side } from './deep/side'; export type S = Shape & typeof side;`,
  'shape.ts': `export interface Shape { id: number }`,
  'deep/side.ts': `export { c as side } from '../lib/c.js';`,
};

const pairs = (facts: Facts): string[] =>
  [...new Set(facts.imports.filter((e) => !e.via).map((e) => `${e.from} -> ${e.to}`))].sort();

const shop = fileURLToPath(new URL('../../../examples/monolith', import.meta.url));

describe('the engines', { timeout: LONGEST }, () => {
  it('draw the same graph on shared ground', async () => {
    const root = temporaryTree(FILES);
    const fast = await extractFacts(root);
    const known = await extractFacts(root, { engine: 'madge' });
    expect(pairs(fast)).toEqual(pairs(known));
    expect(pairs(known)).toHaveLength(11);
    expect(known.accesses).toEqual(fast.accesses);
  });

  it('draw the same graph of the example shop', async () => {
    const fast = await extractFacts(shop);
    const known = await extractFacts(shop, { engine: 'madge' });
    expect(pairs(known).length).toBeGreaterThan(300);
    expect(pairs(fast)).toEqual(pairs(known));
  });

  it('read AMD: dependency lists, wrapped requires and named modules', async () => {
    const root = temporaryTree({
      'main.js': `define(['./a', 'lib/b', 'jquery'], function (a, b, $) { return a + b; });`,
      'a.js': `define(function (require, exports, module) { exports.c = require('./c'); });`,
      'lib/b.js': `define('b', ['../c'], (c) => c);`,
      'c.js': `define({ value: 1 });`,
      'start.js': `require(['./main'], function (main) { main(); });`,
    });
    const fast = await extractFacts(root);
    expect(pairs(await extractFacts(root, { engine: 'madge' }))).toEqual([
      'a.js -> c.js',
      'lib/b.js -> c.js',
      'main.js -> a.js',
      'main.js -> lib/b.js',
      'start.js -> main.js',
    ]);
    // One name from the loader's base folder is listed; more of them tell which folder it is.
    expect(pairs(fast)).toEqual([
      'a.js -> c.js',
      'lib/b.js -> c.js',
      'main.js -> a.js',
      'start.js -> main.js',
    ]);
    expect(fast.unresolved.map((u) => `${u.file}:${u.line} ${u.text}`)).toEqual([
      'main.js:1 lib/b',
    ]);
  });

  it('take the base folder of AMD modules from the names that lead into it', async () => {
    const root = temporaryTree({
      'src/main.js': `define(['lib/a', 'lib/b', 'text!views/home.html', 'jquery'], function (a, b, home, $) {});`,
      'src/lib/a.js': `define(function (require) { require('lib/c'); });`,
      'src/lib/b.js': `define('lib/b', ['require', 'exports', './gone'], function () {});`,
      'src/lib/c.js': `define({});`,
      'src/views/home.html': '<p></p>',
    });
    const facts = await extractFacts(root);
    expect(pairs(facts)).toEqual([
      'src/lib/a.js -> src/lib/c.js',
      'src/main.js -> src/lib/a.js',
      'src/main.js -> src/lib/b.js',
    ]);
    expect(facts.unresolved.map((u) => u.text)).toEqual(['./gone']);
    expect(facts.stats.specifiers).toMatchObject({ total: 6, external: 1, unresolved: 1 });
  });

  it('take no other define for one of AMD', async () => {
    const root = temporaryTree({
      'models.js': `import { define } from 'x'; define(['./a'], function () {}); db.define(['./b'], () => {}); sequelize.define('c', {});`,
      'elements.js': `define('name', () => {}); define(['./d']); define([d], () => {});`,
    });
    expect((await extractFacts(root)).unresolved).toEqual([]);
  });

  it('stop when the signal is aborted', async () => {
    const controller = new AbortController();
    const run = extractFacts(temporaryTree(FILES), {
      engine: 'madge',
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage === 'link') setImmediate(() => controller.abort());
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'ANALYZER_ABORTED' });
  });
});
