import { variableIn } from '../link/program.ts';
import type { Expression } from '../parse/expression.ts';
import { pluralize } from '../sql/naming.ts';
import { requireOf } from './commonjs.ts';
import type { CallSite, Model } from './detector.ts';
import { calledName, lastName } from './expressions.ts';
import { MODULE } from './file-facts.ts';

/** Objects that programs keep all their models in, filled by loops that nobody can follow. */
const HOLDER = /^(?:models?|db|database|sequelize|orm|entities|tables|M)$/i;
const MAX_STEPS = 4;

/**
 * The model an expression names by convention, when nothing is known of its value:
 * `app.db.models.Order`, `WIKI.models.orders`, `deps.OrderModel`, or a variable that holds one.
 */
export function heldModel(
  site: CallSite,
  expression: Expression | undefined,
  via: string,
  depth = 0,
): Model | undefined {
  if (!expression || depth > MAX_STEPS) return undefined;
  switch (expression.k) {
    case 'await':
    case 'typed':
      return heldModel(site, expression.of, via, depth + 1);
    case 'id':
      return heldModel(site, initializer(site, expression.name), via, depth + 1) ?? suffixed();
    case 'member': {
      const { name, object } = expression;
      if (name === null) return undefined;
      const held = holdsModels(object) ? named(site, name, via) : undefined;
      return held ?? suffixed();
    }
    default:
      return undefined;
  }

  function suffixed(): Model | undefined {
    const own = /^(.{2,})Model$/.exec(lastName(expression) ?? '')?.[1];
    return own && isOpaque(site, expression) ? named(site, own, via) : undefined;
  }
}

/** By its name, by that of the module, `require('../models')`, or by that of a setting, `app.get('models')`. */
export function holdsModels(expression: Expression): boolean {
  const module = requireOf(expression)?.specifier.replace(/(?:\/index)?(?:\.[cm]?js)?$/, '');
  const name = module?.slice(module.lastIndexOf('/') + 1) ?? settingNamed(expression);
  return HOLDER.test(name ?? lastName(expression) ?? '');
}

function settingNamed(expression: Expression): string | undefined {
  if (expression.k !== 'call' || calledName(expression) !== 'get') return undefined;
  const [name, ...others] = expression.args;
  return name?.k === 'str' && others.length === 0 ? name.value : undefined;
}

/** Nothing is known of it, or only that it was handed in. */
function isOpaque(site: CallSite, expression: Expression | undefined): boolean {
  let value = site.value(expression);
  while (value.t === 'member') value = value.of;
  return value.t === 'unknown' || value.t === 'parameter' || value.t === 'instance';
}

function named(site: CallSite, name: string, via: string): Model | undefined {
  const { registry } = site;
  return (
    registry.byName(via, name) ??
    registry.byName(via, name.charAt(0).toUpperCase() + name.slice(1)) ??
    registry.byName(via, name.charAt(0).toLowerCase() + name.slice(1)) ??
    // The key under which an object keeps the model `Stakes` may be `Stake`.
    registry.byName(via, pluralize(name))
  );
}

/** Loaders of whole folders name models after their files. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

/** What a variable around the call was set to. */
export function initializer(site: CallSite, name: string): Expression | undefined {
  for (let at = site.fn; ; at = site.file.functions.get(at)?.parent ?? MODULE) {
    const variable = variableIn(site.file, at, name);
    if (variable) {
      const assigned = site.file.assignedNames.get(name)?.[0]?.value;
      return variable.init ?? assigned;
    }
    if (at === MODULE) return undefined;
  }
}
