import { lastName } from '../facts/expressions.ts';
import type { FunctionId } from '../facts/file-facts.ts';
import { importsAny } from '../facts/imported-packages.ts';
import type { Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { callsNamed, getOrMake, type Program, type ProgramFile } from './program.ts';
import type { Value } from './value.ts';

interface Decoration {
  value: Expression;
  file: ProgramFile;
  fn: FunctionId;
}

interface Decorations {
  /** What applications are called where something is hung onto them: `app`, `fastify`. */
  holders: ReadonlySet<string>;
  named: ReadonlyMap<string, readonly Decoration[]>;
}

const PACKAGES = ['fastify', 'fastify-plugin'];
const known = new WeakMap<Program, Decorations>();

/**
 * What Fastify's `app.decorate('db', db)` hung onto the application, wherever it is handed in: `app.db`. Plugins make
 * a name for all of them, so it counts where one place of the program gives the name.
 */
export function decoratedMember(
  self: Evaluator,
  of: Value,
  object: Expression,
  name: string,
): Value | undefined {
  const { holders, named } = decorationsOf(self.program);
  if (holders.size === 0 || !isOpen(of)) return undefined;
  const [one, ...others] = named.get(name) ?? [];
  if (!one || others.length > 0 || !holders.has(lastName(object) ?? '')) return undefined;
  const value = self.evaluate(one.value, one.file, one.fn);
  return value.t === 'unknown' || value.t === 'parameter' ? undefined : value;
}

/**
 * `app.config.cache`, which the object that was hung there does not have yet: as much as of a parameter is known of it,
 * so that what stands beside it, `app.config.cache ?? 'memory'`, is not all that it can be.
 */
export function laterMember(
  self: Evaluator,
  of: Value,
  object: Expression,
  name: string,
): Value | undefined {
  if (of.t !== 'object' || object.k !== 'member' || object.name === null) return undefined;
  const { holders, named } = decorationsOf(self.program);
  const isHung = named.has(object.name) && holders.has(lastName(object.object) ?? '');
  return isHung ? { t: 'member', of, name } : undefined;
}

/** Not one of the program's own things. */
function isOpen({ t }: Value): boolean {
  return /^(?:unknown|parameter|member|result|external-instance)$/.test(t);
}

function decorationsOf(program: Program): Decorations {
  const before = known.get(program);
  if (before) return before;
  const holders = new Set<string>();
  const named = new Map<string, Decoration[]>();
  if (importsAny(program, PACKAGES))
    for (const file of program.files.values())
      for (const { call, fact } of callsNamed(file, ['decorate'])) {
        const [name, value] = call.args;
        const holder = call.callee.k === 'member' ? lastName(call.callee.object) : undefined;
        if (name?.k !== 'str' || !value || holder === undefined) continue;
        holders.add(holder);
        getOrMake(named, name.value, () => []).push({ value, file, fn: fact.fn });
      }
  const made = { holders, named };
  known.set(program, made);
  return made;
}
