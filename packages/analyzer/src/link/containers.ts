import { lastName } from '../facts/expressions.ts';
import type { FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { CallExpression } from '../parse/expression.ts';
import { injectedExports, injectedNames, usesAwilix } from './awilix-names.ts';
import type { Evaluator } from './evaluator.ts';
import type { ProgramFile } from './program.ts';
import { registrationsOf, tokenOf } from './providers.ts';
import { packageOf, type Value } from './value.ts';

/** Packages of containers that hand out what stands behind a token. */
export const CONTAINER_PACKAGES: ReadonlySet<string> = new Set([
  'awilix',
  '@fastify/awilix',
  'tsyringe',
  'inversify',
  'typedi',
  '@nestjs/core',
  '@nestjs/testing',
]);
const HANDS_OUT: ReadonlySet<string> = new Set(['get', 'getAsync', 'resolve', 'resolveAsync']);
/** What a container is called where it is handed in without a type. */
const CONTAINER_NAME = /container|scope|cradle/i;

/** Whether a value stems from a package of containers. */
export function isContainer(value: Value): boolean {
  const from = packageOf(value);
  return from !== undefined && CONTAINER_PACKAGES.has(from);
}

/** What a container hands out for a token: an instance of the class, the object, or what the factory gives. */
export function providedValue(self: Evaluator, token: string): Value | undefined {
  const { classes, others } = registrationsOf(self);
  const made = classes.get(token);
  if (made) return { t: 'instance', file: made.file, cls: made.cls };
  const other = others.get(token);
  if (!other) return undefined;
  const { value, called } = other;
  if (value.t !== 'function' || !called) return value;
  for (const returned of value.fn.returns) {
    const given = self.evaluate(returned, value.file, value.fn.at);
    if (given.t !== 'unknown' && given.t !== 'parameter') return given;
  }
  return undefined;
}

/** The file with what stands behind a token. */
export function providedIn(self: Evaluator, token: string): string | undefined {
  const { classes, others } = registrationsOf(self);
  const made = classes.get(token);
  if (made) return made.file.path;
  const other = others.get(token);
  if (!other || other.inline || !('file' in other.value)) return undefined;
  return other.value.file.path;
}

/** awilix: what a name is filled in with, also by the name of its class where folders are registered by pattern. */
function filledIn(self: Evaluator, name: string): Value | undefined {
  const cls = injectedNames(self).get(name);
  if (cls) return { t: 'instance', file: cls.file, cls: cls.cls };
  return providedValue(self, name) ?? injectedExports(self).get(name);
}

/**
 * awilix hands a constructor or factory one object, whose properties are registered names, or, in its
 * mode CLASSIC, what is registered under the names of the parameters.
 */
export function filledParameter(
  self: Evaluator,
  fn: FunctionFact,
  name: string,
  isProperty: boolean,
): Value | undefined {
  if (!usesAwilix(self.program)) return undefined;
  const isKnown = registrationsOf(self).filledIn.has(fn);
  if (!isProperty) return isKnown ? providedValue(self, name) : undefined;
  const isAlone = fn.params.length === 1 && fn.name.endsWith('constructor');
  return isAlone || isKnown ? filledIn(self, name) : undefined;
}

/** `opts.orders` in what awilix fills in, `container.cradle.orders`. */
export function filledMember(
  self: Evaluator,
  value: Extract<Value, { t: 'member' | 'parameter' }>,
  name: string,
): Value | undefined {
  const isCradle =
    value.t === 'member'
      ? value.name === 'cradle'
      : value.index === 0 && value.property === undefined;
  if (!isCradle || !usesAwilix(self.program)) return undefined;
  if (value.t === 'parameter' && !registrationsOf(self).filledIn.has(value.fn)) return undefined;
  return filledIn(self, name);
}

/** `container.resolve('orders')`, `kernel.get(TYPES.Orders)`, `moduleRef.get(Orders)`. */
export function handedOut(
  self: Evaluator,
  callee: Value,
  call: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
): Value | undefined {
  if (call.callee.k !== 'member' || !HANDS_OUT.has(call.callee.name ?? '')) return undefined;
  const first = call.args[0];
  if (!first) return undefined;
  const isByName =
    callee.t === 'unknown' &&
    CONTAINER_NAME.test(lastName(call.callee.object) ?? '') &&
    usesAwilix(self.program);
  if (!isByName && !isContainer(callee)) return undefined;
  const token = tokenOf(first, file, fn, self);
  const found =
    token === undefined
      ? undefined
      : (providedValue(self, token) ?? (isByName ? filledIn(self, token) : undefined));
  if (found) return found;
  const asked = self.evaluate(first, file, fn);
  return asked.t === 'class' ? { t: 'instance', file: asked.file, cls: asked.cls } : undefined;
}
