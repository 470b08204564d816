import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const REPO = `export class Repo { save() {} }`;

interface Case {
  name: string;
  files: Record<string, string>;
  calls: string[];
  injections: string[];
}

const CASES: Case[] = [
  {
    name: 'awilix: a container of any name, factories, classes in both modes, the cradle',
    files: {
      'repo.js': `class Repo { save() {} }
module.exports = Repo;`,
      'notify.js': `module.exports = ({ repo }) => ({
  ping() { repo.save(); },
});`,
      'use-case.js': `module.exports = function makeUseCase({ repo, notify }) {
  return async () => {
    repo.save();
    notify.ping();
  };
};`,
      'proxied.js': `module.exports = class Proxied {
  constructor(opts) { this.repo = opts.repo; }
  run() { this.repo.save(); }
};`,
      'classic.js': `module.exports = class Classic {
  constructor(repo, notify) { this.repo = repo; this.notify = notify; }
  run() {
    this.repo.save();
    this.notify.ping();
  }
};`,
      'ioc.js': `const { createContainer, asClass, asFunction } = require('awilix');
const c = createContainer();
c.register({
  repo: asClass(require('./repo')).singleton(),
  notify: asFunction(require('./notify')).scoped(),
  doIt: asFunction(require('./use-case')),
  proxied: asClass(require('./proxied')),
  classic: asClass(require('./classic')).classic(),
});
module.exports = c;`,
      'main.js': `const ioc = require('./ioc');
const classic = ioc.resolve('classic');
classic.run();
ioc.cradle.proxied.run();
const { doIt } = ioc.cradle;
doIt();`,
    },
    calls: [
      'classic.js:4 repo.js#Repo.save',
      'classic.js:5 notify.js#ping',
      'main.js:3 classic.js#Classic.run',
      'main.js:4 proxied.js#Proxied.run',
      'main.js:6 use-case.js#<anonymous>',
      'notify.js:2 repo.js#Repo.save',
      'proxied.js:3 repo.js#Repo.save',
      'use-case.js:3 repo.js#Repo.save',
      'use-case.js:4 notify.js#ping',
    ],
    injections: [
      'classic.js notify -> notify.js',
      'classic.js repo -> repo.js',
      'main.js classic -> classic.js',
      'notify.js repo -> repo.js',
      'use-case.js notify -> notify.js',
      'use-case.js repo -> repo.js',
    ],
  },
  {
    name: 'awilix: a register that was handed in, and a type that names what is injected',
    files: {
      'store.ts': `import { Repo } from './repo.ts';
export interface Store { put(): void }
export const makeStore = (): Store => ({ put() { new Repo().save(); } });
export const makeOther = (): Store => ({ put() {} });`,
      'repo.ts': REPO,
      'create.ts': `import type { Store } from './store.ts';
type Dependencies = { store: Store };
export const makeCreate = ({ store }: Dependencies) => () => store.put();`,
      'module.ts': `import { asFunction } from 'awilix';
import { makeStore } from './store.ts';
import { makeCreate } from './create.ts';
export const orders = ({ register }) => {
  register({ store: asFunction(makeStore), create: asFunction(makeCreate) });
};`,
    },
    calls: ['create.ts:3 store.ts#put', 'store.ts:3 repo.ts#Repo', 'store.ts:3 repo.ts#Repo.save'],
    injections: ['create.ts store -> store.ts'],
  },
  {
    name: 'tsyringe: delay, injectAll, resolve by class and by token',
    files: {
      'repo.ts': REPO,
      'gate.ts': `export interface Gate { open(): void }
export class Iron implements Gate { open() {} }
export class Wood implements Gate { open() {} }`,
      'house.ts': `import { delay, inject, injectAll, injectable } from 'tsyringe';
import type { Gate } from './gate.ts';
import { Repo } from './repo.ts';
@injectable()
export class House {
  constructor(
    @inject('Gate') private gate: Gate,
    @inject(delay(() => Repo)) private repo: Repo,
    @injectAll('Gate') private gates: Gate[],
  ) {}
  enter() {
    this.gate.open();
    this.repo.save();
  }
}`,
      'main.ts': `import { container } from 'tsyringe';
import { Iron } from './gate.ts';
import { House } from './house.ts';
container.register('Gate', { useClass: Iron });
const house = container.resolve(House);
house.enter();
container.resolve('Gate').open();`,
    },
    calls: [
      'house.ts:12 gate.ts#Iron.open',
      'house.ts:13 repo.ts#Repo.save',
      'main.ts:6 house.ts#House.enter',
      'main.ts:7 gate.ts#Iron.open',
    ],
    injections: [
      'house.ts Gate -> gate.ts',
      'house.ts Gate -> gate.ts',
      'house.ts Repo -> repo.ts',
      'main.ts Gate -> gate.ts',
      'main.ts House -> house.ts',
    ],
  },
  {
    name: 'inversify: a container of any name, lists of one token, get by symbol',
    files: {
      'types.ts': `export const TYPES = { Gate: Symbol.for('Gate'), Repo: Symbol.for('Repo') };`,
      'gate.ts': `export interface Gate { open(): void }
export class Iron implements Gate { open() {} }
export class Wood implements Gate { open() {} }`,
      'repo.ts': REPO,
      'house.ts': `import { injectable, multiInject } from 'inversify';
import type { Gate } from './gate.ts';
import { TYPES } from './types.ts';
@injectable()
export class House { constructor(@multiInject(TYPES.Gate) private gates: Gate[]) {} }`,
      'main.ts': `import { Container } from 'inversify';
import { Iron } from './gate.ts';
import { Repo } from './repo.ts';
import { TYPES } from './types.ts';
const kernel = new Container();
kernel.bind(TYPES.Gate).to(Iron);
kernel.bind(TYPES.Repo).toDynamicValue((context) => new Repo());
kernel.get(TYPES.Gate).open();
const repo = kernel.get(TYPES.Repo);
repo.save();`,
    },
    calls: [
      'main.ts:7 repo.ts#Repo',
      'main.ts:8 gate.ts#Iron.open',
      'main.ts:10 repo.ts#Repo.save',
    ],
    injections: ['house.ts Gate -> gate.ts', 'main.ts Gate -> gate.ts', 'main.ts Repo -> repo.ts'],
  },
  {
    name: 'awilix: says nothing of a name that two places fill in differently',
    files: {
      'config.ts': `export const forTests = { load() {} };
export const read = (path: string) => JSON.parse(path);`,
      'main.ts': `import { asValue, createContainer } from 'awilix';
import { read } from './config.ts';
export const container = createContainer();
container.register({ config: asValue(read('x')) });
container.resolve('config').load();`,
      'other.ts': `import { asValue } from 'awilix';
import { forTests } from './config.ts';
import { container } from './main.ts';
container.register({ config: asValue(forTests) });`,
    },
    calls: ['main.ts:4 config.ts#read'],
    injections: ['main.ts config -> ?'],
  },
  {
    name: 'awilix: does not lead to the file that registers an object of its own',
    files: {
      'config.ts': `export const limits = { most: 10 };`,
      'main.ts': `import { asValue, createContainer } from 'awilix';
import { limits } from './config.ts';
const settings = { port: 80 };
createContainer().register({ settings: asValue(settings), limits: asValue(limits) });`,
      'use.ts': `export const make = (container) => [container.resolve('settings'), container.resolve('limits')];`,
    },
    calls: [],
    injections: ['use.ts limits -> config.ts', 'use.ts settings -> ?'],
  },
  {
    name: 'leaves get and resolve of anything else alone',
    files: {
      'repo.ts': REPO,
      'main.ts': `import { container } from 'tsyringe';
import { Repo } from './repo.ts';
container.register('Repo', Repo);
const byName = new Map();
byName.get('Repo').save();
Promise.resolve('Repo').save();`,
    },
    calls: [],
    injections: [],
  },
];

describe('containers', () => {
  it.each(CASES)('$name', async ({ files, calls, injections }) => {
    const facts = await extractFacts(temporaryTree(files));
    expect(facts.calls.map((c) => `${c.file}:${c.line} ${c.to}#${c.callee}`).sort()).toEqual(
      [...calls].sort(),
    );
    expect(facts.injections.map((i) => `${i.file} ${i.token} -> ${i.to ?? '?'}`).sort()).toEqual(
      [...injections].sort(),
    );
    expect(facts.unresolved).toEqual([]);
  });
});
