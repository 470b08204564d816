import type { Program } from '../../../link/program.ts';
import type { Value } from '../../../link/value.ts';
import type { CallSite, FactSink, Model, TableRegistry } from '../../detector.ts';
import { calledName, lastName } from '../../expressions.ts';
import { byType } from './entities.ts';
import { repositoryModel } from './repositories.ts';

const COLLECTION_CHANGES = new Set(['add', 'remove', 'set', 'removeAll']);
const ENTITY_CHANGES = new Set(['assign', 'populate']);
const FLUSH = 'flush';
/** `manager.create(Order, …)`: what gives entities of the class it is told. */
const MANAGER_GIVES = /^(?:create|merge|preload|getReference|find(?:One)?(?:By)?(?:OrFail)?)$/;

const used = new WeakMap<Program, boolean>();

/** Whether a call could be one on a managed entity, in a program that uses MikroORM. */
export function mayBeUnitOfWork(name: string, program: Program): boolean {
  if (!COLLECTION_CHANGES.has(name) && !ENTITY_CHANGES.has(name) && name !== FLUSH) return false;
  let answer = used.get(program);
  if (answer === undefined) {
    answer = [...program.files.values()].some((file) =>
      file.facts.imports.some(({ specifier }) => specifier.startsWith('@mikro-orm/')),
    );
    used.set(program, answer);
  }
  return answer;
}

/**
 * MikroORM writes what changed when it flushes; the places of the change say which table:
 * `order.items.add(item)`, `em.assign(order, data)`, `order.paid = true; await em.flush()`.
 * `em.populate(order, ['items'])` reads.
 * @returns whether the call was one of these
 */
export function unitOfWork(site: CallSite, out: FactSink): boolean {
  const { receiver, name } = site;
  if (!receiver || !mayBeUnitOfWork(name, site.program)) return false;
  if (ENTITY_CHANGES.has(name) || name === FLUSH) {
    const repository = repositoryModel(site.value(receiver), site.registry);
    if (!repository && !/^em$|[mM]anager$/.test(lastName(receiver) ?? '')) return false;
    if (name === FLUSH) {
      changedProperties(site, out);
      return true;
    }
    const model = repository ?? entityModel(site.value(site.call.args[0]), site.registry);
    if (!model) return false;
    if (name === 'assign') out.access(site, model, 'write');
    else populated(site, out, model);
    return true;
  }
  if (receiver.k !== 'member' || receiver.name === null) return false;
  const owner = entityModel(site.value(receiver.object), site.registry);
  const target = owner?.relations.get(receiver.name)?.();
  if (!owner || !target) return false;
  out.access(site, owner.joins?.get(receiver.name)?.() ?? target, 'write');
  return true;
}

/** Properties of entities that the function sets before it flushes; once for each place. */
function changedProperties(site: CallSite, out: FactSink): void {
  const { file, fn, registry } = site;
  for (const { target, fn: at, line } of file.facts.assignments) {
    if (at !== fn || line > site.call.nameLine || target.k !== 'member') continue;
    if (target.object.k === 'this') continue;
    const model = entityModel(registry.evaluator.evaluate(target.object, file, fn), registry);
    if (model) out.access(site, model, 'write', { line });
  }
}

function populated(site: CallSite, out: FactSink, model: Model): void {
  const wanted = site.call.args[1];
  for (const item of wanted?.k === 'arr' ? wanted.items : []) {
    let at: Model | undefined = model;
    for (const part of site.text(item)?.split('.') ?? []) {
      at = at?.relations.get(part)?.();
      if (at) out.access(site, at, 'read');
    }
  }
}

/** The entity that a value is: made by `new`, given by a finder, or of a type such as `Loaded<Order>`. */
export function entityModel(value: Value, registry: TableRegistry, depth = 0): Model | undefined {
  if (depth > 5) return undefined;
  const own = registry.of(value) ?? repositoryModel(value, registry);
  if (own) return own.via === 'typeorm' ? own : undefined;
  if (value.t === 'external-instance') return byType(value.args[0], value.file, registry);
  if (value.t === 'interface' && value.type.alias)
    return byType(value.type.alias, value.file, registry);
  // em.save([order, …])
  if (value.t === 'array') {
    const [first] = value.expression.items;
    const { evaluator } = registry;
    const item = first && evaluator.evaluate(first, value.file, value.fn, value.binding);
    return item && entityModel(item, registry, depth + 1);
  }
  if (value.t === 'result') {
    const told = MANAGER_GIVES.test(calledName(value.call) ?? '') && value.call.args[0];
    const cls = told && registry.evaluator.evaluate(told, value.file, value.fn, value.binding);
    const named = cls && cls.t === 'class' ? registry.of(cls) : undefined;
    if (named?.via === 'typeorm') return named;
    // em.populate(user, […]) and em.assign(user, …) give what they were given.
    const first = value.call.args[0];
    const given =
      first && ENTITY_CHANGES.has(calledName(value.call) ?? '')
        ? registry.evaluator.evaluate(first, value.file, value.fn, value.binding)
        : value.of;
    return entityModel(given, registry, depth + 1);
  }
  if (value.t !== 'member') return undefined;
  const owner = entityModel(value.of, registry, depth + 1);
  return owner?.relations.has(value.name) ? owner.relations.get(value.name)?.() : owner;
}
