import type { Value } from '../../../link/value.ts';
import type { CallSite, Model, TableRegistry } from '../../detector.ts';
import { calledName } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';
import { byType, targetModel } from './entities.ts';

const REPOSITORY_TYPES =
  /^(?:Repository|TreeRepository|MongoRepository|BaseRepository|EntityRepository|AbstractRepository)$/;

export const REPOSITORY_GETTERS: ReadonlySet<string> = new Set([
  'getRepository',
  'getTreeRepository',
  'getMongoRepository',
  'getCustomRepository',
  'withRepository',
  'extend',
]);

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
    const base = registry.evaluator.evaluate(cls.extends, file, cls.fn);
    const [own] = value.t === 'instance' ? (value.typed?.args ?? []) : [];
    // `orders: BaseRepository<Order>` of a `class BaseRepository<T> extends EntityRepository<T>`.
    if (own && value.t === 'instance' && value.typed && isRepositoryClass(base, registry))
      return byType(own, value.typed.file, registry);
    return repositoryModel(base, registry, depth + 1);
  }
  if (value.t === 'result') {
    const name = calledName(value.call);
    if (name && REPOSITORY_GETTERS.has(name)) {
      // Wrappers take a context first: connection.getRepository(ctx, Order).
      for (const argument of value.call.args.slice(0, 2)) {
        const given = registry.evaluator.evaluate(argument, value.file, value.fn, value.binding);
        const named = given.t === 'string' ? registry.byName('typeorm', given.value) : undefined;
        const model = named ?? registry.of(given) ?? repositoryModel(given, registry, depth + 1);
        if (model) return model;
      }
      const typed = value.call.typeArguments?.[0];
      if (typed) return byType(typed, value.file, registry);
    }
    return repositoryModel(value.of, registry, depth + 1);
  }
  return value.t === 'member' && (value.name === 'extend' || value.name === 'target')
    ? repositoryModel(value.of, registry, depth + 1)
    : undefined;
}

/** A repository class of the library, or a class of the codebase that stems from one. */
function isRepositoryClass(value: Value, registry: TableRegistry, depth = 0): boolean {
  if (value.t === 'external') return REPOSITORY_TYPES.test(value.path);
  if (value.t !== 'class' || !value.cls.extends || depth > 6) return false;
  const { file, cls } = value;
  const base = registry.evaluator.evaluate(value.cls.extends, file, cls.fn);
  return isRepositoryClass(base, registry, depth + 1);
}

/**
 * `this.orders` where the class says `orders: Repository<Order>` of a class that the codebase has made itself:
 * the value is that class, and only the declaration says what it is for.
 */
export function declaredModel(site: CallSite): Model | undefined {
  const { file, receiver, registry } = site;
  if (receiver?.k !== 'member' || receiver.object.k !== 'this') return undefined;
  for (let at = site.fn; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE) {
    const cls = file.classes.get(file.functions.get(at)?.classAt ?? -1);
    if (!cls) continue;
    const builder = cls.members.find(({ kind }) => kind === 'constructor')?.at;
    const parameters = builder === undefined ? [] : (file.functions.get(builder)?.params ?? []);
    const declared =
      cls.members.find(({ name }) => name === receiver.name) ??
      parameters.find(({ property, name }) => property && name === receiver.name);
    const type = declared?.type;
    if (!type || !/Repository$/.test(type.name)) return undefined;
    return type.args[0] && registry.of(registry.evaluator.evaluateType(type.args[0], file));
  }
  return undefined;
}
