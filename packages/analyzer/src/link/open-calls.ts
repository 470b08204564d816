import type { Unresolved } from '../model/analysis.ts';
import { ancestry } from './class-ancestry.ts';
import { classIndex } from './class-index.ts';
import type { Evaluator } from './evaluator.ts';
import { fillersOf } from './filled-holders.ts';
import { implementationsOf, MANY } from './implementations.ts';
import { extendedMember, type ImplementedMember, implementedMember } from './implemented-member.ts';
import type { Value } from './value.ts';

/** What is called where only its type is known, a type of the program: `InventoryGateway.reserve`, and why no more is. */
export interface OpenCall {
  text: string;
  reason: string;
}

/**
 * A call that no function of the program could be told for, although the type of what is called is one of its own.
 * Undefined for all others: what has no type that the code names, or one of a package or of the language.
 */
export function openCall(self: Evaluator, callee: Value): OpenCall | undefined {
  if (callee.t === 'callable' && callee.alias) {
    const { type, member } = callee.alias;
    if (member === undefined) return opened(type.name, functionsOf(self, callee));
    const found = implementedMember(self, callee.alias, member);
    return opened(`${type.name}.${member}`, found);
  }
  if (callee.t !== 'member') return undefined;
  const { name, of } = callee;
  if (of.t === 'member') return notFilled(self, of, name);
  if (of.t !== 'instance') return undefined;
  const declares = ancestry(self, of.file, of.cls).find(
    ({ file, cls }) => cls.abstract && classIndex(file, cls).own.get(name)?.kind === 'method',
  );
  return declares && opened(`${of.cls.name}.${name}`, extendedMember(self, of.cls, name));
}

/** `controllers.Order.find` of an object that a loop fills with files, where none or two have the name. */
function notFilled(
  self: Evaluator,
  { of, name }: Extract<Value, { t: 'member' }>,
  called: string,
): OpenCall | undefined {
  const fillers = fillersOf(self, of);
  if (fillers.length === 0) return undefined;
  return {
    text: `${name}.${called}`,
    reason: `no one file is known by the name, in what ${listed(fillers)} fills in a loop`,
  };
}

/** The function that is given wherever a type of functions is wanted, where it is one. */
export function onlyFunction(self: Evaluator, callee: Value): Value | undefined {
  if (callee.t !== 'callable' || !callee.alias || callee.alias.member !== undefined)
    return undefined;
  return functionsOf(self, callee).one?.value;
}

function functionsOf(
  self: Evaluator,
  { alias }: Extract<Value, { t: 'callable' }>,
): ImplementedMember {
  const { all, outside } = alias ? implementationsOf(self, alias.type) : { all: [], outside: true };
  const given = all.flatMap(({ value }) => (value.t === 'function' ? [value] : []));
  const files = [...new Set(given.map(({ file }) => file.path))].sort();
  const [one] = given;
  return one && given.length === 1 && !outside
    ? { one: { value: one, of: one }, count: 1, files, outside }
    : { count: given.length, files, outside };
}

function opened(text: string, { one, count, files, outside }: ImplementedMember): OpenCall {
  const places = listed(files);
  if (one) return { text, reason: `its implementation, in ${places}, is not followed` };
  if (outside && count > 0)
    return { text, reason: `implemented in ${places}, and given by JSX or by a package` };
  if (outside) return { text, reason: 'given by JSX or by a package' };
  return {
    text,
    reason:
      count === 0
        ? 'no implementation is seen in the files that were read'
        : `${count > MANY ? `more than ${MANY}` : count} implementations: ${places}`,
  };
}

const MAX_FILES = 5;

function listed(files: readonly string[]): string {
  const more = files.length - MAX_FILES;
  return files.slice(0, MAX_FILES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** One entry for each member that a file calls, at the first of its calls. */
export function createOpenCalls(): {
  add(file: string, line: number, open: OpenCall): void;
  all(): Unresolved[];
} {
  const found = new Map<string, Unresolved & { calls: number }>();
  return {
    add(file, line, { text, reason }) {
      const key = `${file}\0${text}\0${reason}`;
      const known = found.get(key);
      if (known) {
        known.calls++;
        known.line = Math.min(known.line, line);
      } else found.set(key, { kind: 'call', file, line, text, reason, calls: 1 });
    },
    all: () => [...found.values()],
  };
}
