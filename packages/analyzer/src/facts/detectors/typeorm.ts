import type { Evaluator } from '../../link/evaluate.ts';
import type { ProgramFile } from '../../link/program.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { ForeignKey } from '../../model/analysis.ts';
import type { Expression, TypeName } from '../../parse/expression.ts';
import { snakeCase } from '../../sql/naming.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../detector.ts';
import { calledName, lastName, objectProperty } from '../expressions.ts';
import { type ClassFact, type ClassMemberFact, MODULE } from '../file-facts.ts';

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
const JOIN = /^(?:left|inner)Join/;
const REPOSITORY_TYPES =
  /^(?:Repository|TreeRepository|MongoRepository|BaseRepository|EntityRepository|AbstractRepository)$/;
const REPOSITORY_GETTERS = new Set([
  'getRepository',
  'getTreeRepository',
  'getMongoRepository',
  'getCustomRepository',
  'withRepository',
  'extend',
]);

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

const ENTITY = new Set(['Entity', 'ViewEntity', 'ChildEntity', 'FeatureFlagEntity', 'Table']);

function defineEntity(file: ProgramFile, cls: ClassFact, registry: TableRegistry): void {
  const decorator = cls.decorators.find(
    (d) => d.k === 'call' && /Entity$/.test(calledName(d) ?? '') && ENTITY.has(calledName(d) ?? ''),
  );
  if (decorator?.k !== 'call') return;
  const name = calledName(decorator);
  const [first, second] = decorator.args;
  const text = (e: Expression | undefined): string | undefined => {
    const value = e ? registry.evaluator.evaluate(e, file, MODULE) : undefined;
    return value?.t === 'string' ? value.value : undefined;
  };
  const named =
    name === 'FeatureFlagEntity'
      ? text(second)
      : (text(first) ?? text(objectProperty(first, 'name') ?? objectProperty(first, 'tableName')));
  const model: Model = {
    table: named ?? snakeCase(cls.name),
    kind: name === 'ViewEntity' ? 'view' : 'table',
    via: 'typeorm',
    site: { file: file.path, line: cls.line },
    foreignKeys: [],
    relations: new Map(),
  };
  registry.define(model, cls, [cls.name]);
  for (const owner of ancestry(file, cls, registry.evaluator)) {
    for (const member of owner.cls.members) defineRelation(owner.file, member, model, registry);
  }
}

function ancestry(
  file: ProgramFile,
  cls: ClassFact,
  evaluator: Evaluator,
): { file: ProgramFile; cls: ClassFact }[] {
  const found = [{ file, cls }];
  for (let at = { file, cls }; at.cls.extends && found.length < 6; ) {
    const base = evaluator.evaluate(at.cls.extends, at.file, at.cls.fn);
    if (base.t !== 'class') break;
    at = { file: base.file, cls: base.cls };
    found.push(at);
  }
  return found;
}

const RELATIONS = new Set(['ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany']);

function defineRelation(
  file: ProgramFile,
  member: ClassMemberFact,
  model: Model,
  registry: TableRegistry,
): void {
  const relation = member.decorators.find(
    (d) => d.k === 'call' && RELATIONS.has(calledName(d) ?? ''),
  );
  if (relation?.k !== 'call') return;
  const target = (): Model | undefined =>
    targetModel(relation.args[0], file, registry) ?? byType(member.type, file, registry);
  model.relations.set(member.name, target);
  const kind = calledName(relation);
  const join = member.decorators.find((d) => d.k === 'call' && calledName(d) === 'JoinColumn');
  if (kind === 'ManyToOne' || (kind === 'OneToOne' && join)) {
    const options = relation.args.find((a) => a.k === 'obj');
    const action = objectProperty(options, 'onDelete');
    const named = join?.k === 'call' ? objectProperty(join.args[0], 'name') : undefined;
    const column = named?.k === 'str' ? named.value : `${member.name}Id`;
    const key: ForeignKey = {
      columns: [column],
      table: '',
      referencedColumns: ['id'],
      ...(action?.k === 'str'
        ? { onDelete: action.value.toLowerCase() as NonNullable<ForeignKey['onDelete']> }
        : {}),
      site: { file: file.path, line: member.line },
    };
    // The other entity may be read later: the name is filled in when it is first asked for.
    Object.defineProperty(key, 'table', {
      enumerable: true,
      configurable: true,
      get: () => target()?.table ?? '',
      set: (value: string) =>
        Object.defineProperty(key, 'table', { value, writable: true, enumerable: true }),
    });
    model.foreignKeys.push(key);
  }
  joinTable(member, file, registry);
}

function joinTable(member: ClassMemberFact, file: ProgramFile, registry: TableRegistry): void {
  const decorator = member.decorators.find((d) => d.k === 'call' && calledName(d) === 'JoinTable');
  const name = decorator?.k === 'call' ? objectProperty(decorator.args[0], 'name') : undefined;
  if (name?.k !== 'str') return;
  registry.define({
    table: name.value,
    kind: 'table',
    via: 'typeorm',
    site: { file: file.path, line: member.line },
    foreignKeys: [],
    relations: new Map(),
  });
}

/** `() => Order`, `'Order'` or `Order`. */
function targetModel(
  argument: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): Model | undefined {
  if (!argument) return undefined;
  if (argument.k === 'str') return registry.byName('typeorm', argument.value);
  const expression = argument.k === 'fn' ? file.functions.get(argument.at)?.returns[0] : argument;
  if (!expression) return undefined;
  if (expression.k === 'str') return registry.byName('typeorm', expression.value);
  return (
    registry.of(registry.evaluator.evaluate(expression, file, MODULE)) ??
    registry.byName('typeorm', lastName(expression) ?? '')
  );
}

function byType(
  type: TypeName | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): Model | undefined {
  if (!type) return undefined;
  const own = registry.of(registry.evaluator.evaluateType(type, file));
  return own ?? (type.args[0] ? byType(type.args[0], file, registry) : undefined);
}

/** The entity behind a repository-like value. */
export function repositoryModel(
  value: Value,
  registry: TableRegistry,
  depth = 0,
): Model | undefined {
  if (depth > 6) return undefined;
  if (value.t === 'external-instance' && REPOSITORY_TYPES.test(value.type))
    return byType(value.args[0], value.file, registry);
  if (value.t === 'instance' || value.t === 'class') {
    const { cls, file } = value;
    const marked = cls.decorators.find(
      (d) => d.k === 'call' && calledName(d) === 'EntityRepository',
    );
    if (marked?.k === 'call') return targetModel(marked.args[0], file, registry);
    for (const argument of cls.extendsArguments) {
      const model = byType(argument, file, registry);
      if (model) return model;
    }
    if (!cls.extends) return undefined;
    return repositoryModel(
      registry.evaluator.evaluate(cls.extends, file, cls.fn),
      registry,
      depth + 1,
    );
  }
  if (value.t === 'result') {
    const name = calledName(value.call);
    if (name && REPOSITORY_GETTERS.has(name)) {
      const [first] = value.call.args;
      const given = first ? registry.evaluator.evaluate(first, value.file, value.fn) : undefined;
      const model = given
        ? (registry.of(given) ?? repositoryModel(given, registry, depth + 1))
        : undefined;
      if (model) return model;
      const typed = value.call.typeArguments?.[0];
      if (typed) return byType(typed, value.file, registry);
    }
    return repositoryModel(value.of, registry, depth + 1);
  }
  return value.t === 'member' && (value.name === 'extend' || value.name === 'target')
    ? repositoryModel(value.of, registry, depth + 1)
    : undefined;
}

function isManager(site: CallSite, receiver: Expression): boolean {
  const value = site.value(receiver);
  if (value.t === 'external-instance')
    return /EntityManager|DataSource|Connection/.test(value.type);
  const from = packageOf(value);
  if (from !== undefined && !from.includes('typeorm')) return false;
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

const BUILDER_WRITES = new Set(['insert', 'update', 'delete', 'softDelete', 'restore']);

function builderCall(site: CallSite, out: FactSink): void {
  const { chain, name } = site;
  const start = chain.findIndex((c) => calledName(c) === 'createQueryBuilder');
  const position = chain.indexOf(site.call);
  if (position < start) return;
  const writes = chain.slice(start).some((c) => BUILDER_WRITES.has(calledName(c) ?? ''));
  if (name === 'createQueryBuilder') {
    const model =
      repositoryModel(site.value(site.receiver), site.registry) ?? site.model(site.call.args[0]);
    if (model?.via === 'typeorm') out.access(site, model, writes ? 'write' : 'read');
  } else if (JOIN.test(name)) {
    const target = site.model(site.call.args[0]) ?? joined(site, start);
    if (target) out.access(site, target, 'read');
  } else if (['from', 'into', 'update', 'delete'].includes(name)) {
    const model = site.model(site.call.args[0]) ?? byText(site, site.call.args[0]);
    if (model?.via === 'typeorm') out.access(site, model, writes ? 'write' : 'read');
  }
}

function byText(site: CallSite, argument: Expression | undefined): Model | undefined {
  const text = site.text(argument);
  return text === undefined
    ? undefined
    : (site.registry.byName('typeorm', text) ??
        site.registry.all().find((m) => m.via === 'typeorm' && m.table === text));
}

/** `leftJoin('order.items', 'item')`: the alias before the dot is the builder's or an earlier join's. */
function joined(site: CallSite, start: number): Model | undefined {
  const builder = site.chain[start];
  const root = builder
    ? site.registry.evaluator.evaluate(
        builder.callee.k === 'member' ? builder.callee.object : builder.callee,
        site.file,
        site.fn,
      )
    : undefined;
  const main =
    (root ? repositoryModel(root, site.registry) : undefined) ?? site.model(builder?.args[0]);
  const aliases = new Map<string, Model>();
  const alias = site.text(builder?.args.at(-1));
  if (main && alias) aliases.set(alias, main);
  for (const call of site.chain.slice(start + 1)) {
    const name = calledName(call) ?? '';
    if (!JOIN.test(name) && name !== 'from') continue;
    const path = /AndMap/.test(name) ? call.args[1] : call.args[0];
    const text = site.text(path);
    const [head = '', property = ''] = text?.split('.') ?? [];
    const target =
      site.model(path) ??
      (property ? aliases.get(head)?.relations.get(property)?.() : byText(site, path));
    if (call === site.call) return target;
    const given = site.text(/AndMap/.test(name) ? call.args[2] : call.args[1]);
    if (target && given) aliases.set(given, target);
  }
  return undefined;
}
