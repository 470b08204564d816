import { packageOf } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink, Model } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import { defineEntity } from './entities.ts';
import { builderCall } from './query-builder.ts';
import { REPOSITORY_GETTERS, repositoryModel } from './repositories.ts';

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

const BUILDERS = [
  'createQueryBuilder',
  'from',
  'into',
  'update',
  'delete',
  'select',
  'leftJoin',
  'innerJoin',
  'leftJoinAndSelect',
  'innerJoinAndSelect',
  'leftJoinAndMapOne',
  'leftJoinAndMapMany',
  'innerJoinAndMapOne',
  'innerJoinAndMapMany',
  'relation',
];

/** TypeORM and MikroORM: classes are tables, repositories and the manager use them. */
export const typeorm: Detector = {
  name: 'typeorm',
  packages: ['typeorm', '@nestjs/typeorm', '@mikro-orm/core'],
  calls: [...READS, ...WRITES, ...BUILDERS, ...REPOSITORY_GETTERS, 'EntitySchema'],
  define(file, registry) {
    for (const cls of file.facts.classes) defineEntity(file, cls, registry);
  },
  call(site, out) {
    if (!site.receiver) return;
    const isBuilder = site.chain.some((c) => calledName(c) === 'createQueryBuilder');
    if (isBuilder) builderCall(site, out);
    else if (READS.includes(site.name) || WRITES.includes(site.name)) repositoryCall(site, out);
  },
};

function isManager(site: CallSite, receiver: Expression): boolean {
  const value = site.value(receiver);
  if (value.t === 'external-instance')
    return /EntityManager|DataSource|Connection/.test(value.type);
  const from = packageOf(value);
  if (from !== undefined && !/typeorm|mikro-orm/.test(from)) return false;
  return /[mM]anager_?$|^(?:em|tx|trx|manager|dataSource|transactionalEntityManager)$/.test(
    lastName(receiver) ?? '',
  );
}

function repositoryCall(site: CallSite, out: FactSink): void {
  const receiver = site.receiver as Expression;
  const operation = READS.includes(site.name) ? 'read' : 'write';
  const value = site.value(receiver);
  const own =
    repositoryModel(value, site.registry) ??
    (value.t === 'class' ? site.registry.of(value) : undefined);
  if (own?.via === 'typeorm') {
    out.access(site, own, operation);
    relations(site, out, own, site.call.args[0]);
    return;
  }
  if (!isManager(site, receiver)) return;
  const [first] = site.call.args;
  const model = site.model(first) ?? repositoryModel(site.value(first), site.registry);
  if (model?.via === 'typeorm') {
    out.access(site, model, operation);
    relations(site, out, model, site.call.args[1]);
  } else if (site.name !== 'find' && packageOf(value)?.includes('typeorm'))
    out.unknownTable(site, `${site.name}(…)`, 'entity is not known');
}

/** `relations: ['items', 'items.variant']` and `relations: { items: true }` read those tables too. */
function relations(
  site: CallSite,
  out: FactSink,
  model: Model,
  options: Expression | undefined,
): void {
  const wanted = objectProperty(options, 'relations') ?? objectProperty(options, 'populate');
  if (wanted?.k === 'arr')
    for (const item of wanted.items) followPath(site, out, model, site.text(item));
  if (wanted?.k === 'obj') followShape(site, out, model, wanted, 0);
}

function followPath(site: CallSite, out: FactSink, model: Model, path: string | undefined): void {
  let at: Model | undefined = model;
  for (const part of path?.split('.') ?? []) {
    at = at?.relations.get(part)?.();
    if (!at) return;
    out.access(site, at, 'read');
  }
}

function followShape(
  site: CallSite,
  out: FactSink,
  model: Model,
  shape: Expression,
  depth: number,
): void {
  if (shape.k !== 'obj' || depth > 6) return;
  for (const { key, value } of shape.props) {
    const target = key ? model.relations.get(key)?.() : undefined;
    if (!target || (value.k === 'bool' && !value.value)) continue;
    out.access(site, target, 'read', { line: shape.line });
    followShape(site, out, target, value, depth + 1);
  }
}
