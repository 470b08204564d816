import { ancestry } from '../../../link/class-ancestry.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../../detector.ts';
import { calledName, chainOf, lastName, rootOf } from '../../expressions.ts';
import { defineEntity, defineEntitySchema } from './entities.ts';
import { innerQuery, mayBeInnerQuery } from './inner-query.ts';
import { builderCall, heldBuilder, isBuilderStart, JOIN } from './query-builder.ts';
import { joinedByConditions, relations } from './relations.ts';
import { declaredModel, REPOSITORY_GETTERS, repositoryModel } from './repositories.ts';
import { entityModel, mayBeUnitOfWork, unitOfWork } from './unit-of-work.ts';

const READS = [
  'find',
  'findBy',
  'findOne',
  'findOneBy',
  'findOneOrFail',
  'findOneByOrFail',
  'findAndCount',
  'findAndCountBy',
  'findByIds',
  'findOneById',
  'count',
  'countBy',
  'exists',
  'exist',
  'existsBy',
  'sum',
  'average',
  'minimum',
  'maximum',
  'findTrees',
  'findRoots',
  'findDescendants',
  'findAncestors',
  'findDescendantsTree',
  'findAncestorsTree',
  'countDescendants',
  'stream',
  'findAll',
  'findByCursor',
];

const WRITES = [
  'save',
  'insert',
  'update',
  'upsert',
  'delete',
  'remove',
  'softDelete',
  'softRemove',
  'restore',
  'recover',
  'increment',
  'decrement',
  'clear',
  'truncate',
  'persist',
  'persistAndFlush',
  'removeAndFlush',
  'nativeInsert',
  'nativeUpdate',
  'nativeDelete',
  'upsertMany',
  'insertMany',
];

/** Calls behind `createQueryBuilder()` that name tables. */
const BUILDERS =
  /^(?:from|addFrom|into|(?:left|inner)Join\w*|add|set|remove|addAndRemove|loadOne|loadMany)$/;

/** TypeORM and MikroORM: classes are tables, repositories and the manager use them. */
export const typeorm: Detector = {
  name: 'typeorm',
  followsCallers: true,
  packages: ['typeorm', '@nestjs/typeorm', '@mikro-orm/core'],
  calls: [
    ...READS,
    ...WRITES,
    'createQueryBuilder',
    'qb',
    ...REPOSITORY_GETTERS,
    'EntitySchema',
    'defineEntity',
  ],
  mayStartAs: (name, program) => mayBeUnitOfWork(name, program) || BUILDERS.test(name),
  mayStart: ({ name, fact, call }, program) =>
    mayBeUnitOfWork(name, program) ||
    (BUILDERS.test(name) && chainOf(fact.expression).some((c) => isBuilderStart(calledName(c)))) ||
    mayBeInnerQuery(name, call, chainOf(fact.expression)) ||
    (JOIN.test(name) && rootOf(fact.expression).k === 'id'),
  define(file, registry) {
    for (const cls of file.facts.classes) defineEntity(file, cls, registry);
    for (const { init } of file.facts.variables)
      if (init?.k === 'call') defineEntitySchema(file, init, registry);
    for (const item of file.exports.values())
      if (item.k === 'value' && item.value.k === 'call')
        defineEntitySchema(file, item.value, registry);
  },
  call(site, out) {
    if (!site.receiver) return;
    if (unitOfWork(site, out)) return;
    const isBuilder =
      site.chain.some((c) => isBuilderStart(calledName(c))) ||
      (JOIN.test(site.name) && heldBuilder(site) !== undefined);
    if (isBuilder) builderCall(site, out);
    else if (innerQuery(site, out)) return;
    else if (READS.includes(site.name) || WRITES.includes(site.name)) repositoryCall(site, out);
  },
};

/** Finders that are told conditions without a `where` around them, and behind how many other arguments. */
const CONDITION_OF = new Map([
  ...'findBy findOneBy findOneByOrFail findAndCountBy countBy existsBy'
    .split(' ')
    .map((name) => [name, 0] as const),
  ...'sum average minimum maximum'.split(' ').map((name) => [name, 1] as const),
]);

/** @param args of the finder, without the entity that a manager is told first */
function plainConditions(
  site: CallSite,
  out: FactSink,
  model: Model,
  args: readonly Expression[],
): void {
  const at = CONDITION_OF.get(site.name);
  if (at !== undefined) joinedByConditions(site, out, model, args[at]);
}

/** What entities that extend BaseEntity can do to themselves. */
const ACTIVE = new Set(['save', 'remove', 'softRemove', 'recover', 'reload']);

/** `new User().save()`, and what `User.findOne()` gave. */
function activeRecord(value: Value, registry: TableRegistry, depth = 0): Model | undefined {
  if (depth > 5) return undefined;
  if (value.t === 'result' || value.t === 'member')
    return activeRecord(value.of, registry, depth + 1);
  if (value.t !== 'instance' && value.t !== 'class') return undefined;
  const model = registry.of(value);
  const bases = ancestry(registry.evaluator, value.file, value.cls);
  return model && bases.some(({ cls }) => lastName(cls.extends) === 'BaseEntity')
    ? model
    : undefined;
}

function isManager(site: CallSite, receiver: Expression): boolean {
  const value = site.value(receiver);
  if (value.t === 'external-instance')
    return /EntityManager|DataSource|Connection/.test(value.type);
  const from = packageOf(value);
  if (from !== undefined && !/typeorm|mikro-orm/.test(from)) return false;
  const name = receiver.k === 'call' ? calledName(receiver) : lastName(receiver);
  return /[mM]anager_?$|^(?:em|tx|trx|manager|dataSource|transactionalEntityManager)$/.test(
    name ?? '',
  );
}

function repositoryCall(site: CallSite, out: FactSink): void {
  const receiver = site.receiver as Expression;
  const operation = READS.includes(site.name) ? 'read' : 'write';
  const value = site.value(receiver);
  const own =
    repositoryModel(value, site.registry) ??
    (value.t === 'class' ? site.registry.of(value) : undefined) ??
    (ACTIVE.has(site.name) ? activeRecord(value, site.registry) : undefined) ??
    (value.t === 'instance' ? declaredModel(site) : undefined);
  if (own?.via === 'typeorm') {
    out.access(site, own, operation);
    // MikroORM takes its options second.
    for (const options of site.call.args.slice(0, 2)) relations(site, out, own, options);
    plainConditions(site, out, own, site.call.args);
    return;
  }
  if (!isManager(site, receiver)) return;
  const [first] = site.call.args;
  const named = site.text(first);
  const model =
    site.model(first) ??
    (named === undefined ? undefined : site.registry.byName('typeorm', named)) ??
    entityModel(site.value(first), site.registry);
  if (model?.via === 'typeorm') {
    out.access(site, model, operation);
    for (const options of site.call.args.slice(1, 3)) relations(site, out, model, options);
    plainConditions(site, out, model, site.call.args.slice(1));
  } else if (site.name !== 'find' && packageOf(value)?.includes('typeorm'))
    out.unknownTable(site, `${site.name}(…)`, 'entity is not known');
}
