import { packageOf, type Value } from './value.ts';

/** What they hand out is of the type that is written beside it. */
const CONTAINERS = /^(?:inversify|awilix|tsyringe|typedi|@nestjs\/)/;

/**
 * Which says more, the type that is written or the value that is given: of `this.orders: Repository<Order>`
 * the type where the value comes out of a container, of `models.Order as Model<OrderRow>` the value.
 */
export function moreTelling(declared: Value, given: Value): Value {
  if (!isClear(given)) return isClear(declared) || declared.t === 'interface' ? declared : given;
  if (!isClear(declared)) return given;
  if (declared.t === 'instance') return declared;
  switch (given.t) {
    case 'class':
    case 'instance':
    case 'module':
    case 'object':
    case 'array':
    case 'function':
      return given;
    default:
      return isOwnWord(declared, given) ? given : declared;
  }
}

/** A value of the library that the type names, or of another that the type says nothing about. */
function isOwnWord(declared: Value, given: Value): boolean {
  const from = packageOf(given);
  if (declared.t !== 'external-instance' || from === undefined || CONTAINERS.test(from))
    return false;
  return from === declared.package || declared.args.length === 0;
}

export function isClear(value: Value): boolean {
  return value.t !== 'unknown' && value.t !== 'interface' && value.t !== 'parameter';
}
