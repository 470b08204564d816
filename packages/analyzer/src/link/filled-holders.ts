import { posix } from 'node:path';
import { isExportsObject } from '../facts/commonjs.ts';
import { type FunctionId, MODULE } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import { computedSpecifiers } from './computed-imports.ts';
import type { Evaluator } from './evaluator.ts';
import { followExport } from './exports.ts';
import { getOrMake, type Program, type ProgramFile, variableAround } from './program.ts';
import { UNKNOWN, type Value } from './value.ts';

/** A loop that puts files of a folder into an object, each under its name: `exports[name] = require('./' + name)`. */
interface Filling {
  by: ProgramFile;
  files: ReadonlyMap<string, ProgramFile | undefined>;
  /** What the files give is called, or made with `new`, and the result is put there. */
  called: boolean;
  /** Function by function, each bound to arguments that its callers do not write. */
  bound: boolean;
}

/** By what is filled: what a file exports, or an object written somewhere. */
type Fillings = Map<ProgramFile | Expression, Filling[]>;

const known = new WeakMap<Program, Fillings>();

/** What stands under a name of an object that loops fill; a member of it that nothing is known of where no one file has the name. */
export function filledIn(
  self: Evaluator,
  holder: Extract<Value, { t: 'module' | 'object' }>,
  name: string,
): Value | undefined {
  const fillings = fillingsOf(self, holder);
  if (!fillings) return undefined;
  const named = fillings.filter(({ files }) => files.get(name));
  const [one] = named;
  const file = one?.files.get(name);
  if (!one || !file || named.length > 1) return { t: 'member', of: holder, name };
  return self.apart(() => given(self, one, file));
}

/** The files whose loops fill an object. */
export function fillersOf(self: Evaluator, holder: Value): readonly string[] {
  if (holder.t !== 'module' && holder.t !== 'object') return [];
  return (fillingsOf(self, holder) ?? []).map(({ by }) => by.path).sort();
}

function fillingsOf(
  self: Evaluator,
  holder: Extract<Value, { t: 'module' | 'object' }>,
): readonly Filling[] | undefined {
  let all = known.get(self.program);
  if (!all) {
    all = new Map();
    known.set(self.program, all);
    const found = all;
    self.apart(() => {
      for (const file of self.program.files.values()) readFile(self, file, found);
    });
  }
  if (all.size === 0) return undefined;
  return all.get(holder.t === 'module' ? holder.file : holder.expression);
}

function given(self: Evaluator, { called, bound }: Filling, file: ProgramFile): Value {
  const whole = self.evaluateExport(followExport(self.program, file, 'export='));
  if (called && whole.t === 'class') return { t: 'instance', file: whole.file, cls: whole.cls };
  if (called && whole.t === 'function') {
    for (const returned of whole.fn.returns) {
      const value = self.evaluate(returned, whole.file, whole.fn.at);
      if (value.t !== 'unknown' && value.t !== 'parameter') return value;
    }
    return UNKNOWN;
  }
  return bound ? { t: 'module', file, bound } : whole;
}

function readFile(self: Evaluator, file: ProgramFile, all: Fillings): void {
  const computed = file.facts.imports.flatMap((one) => one.computed ?? []);
  if (computed.length === 0) return;
  const puts = putsOf(file);
  if (puts.length === 0) return;
  let files: Filling['files'] | undefined;
  for (const { object, fn, called, bound } of puts) {
    files ??= filesByName(self, file, computed);
    if (files.size === 0) return;
    for (const holder of holdersOf(self, file, object, fn)) {
      const fillings = getOrMake(all, holder, () => []);
      const before = fillings.find(({ by }) => by === file);
      if (before) {
        before.called ||= called;
        before.bound ||= bound;
      } else fillings.push({ by: file, files, called, bound });
    }
  }
}

interface Put {
  object: Expression;
  fn: FunctionId;
  called: boolean;
  bound: boolean;
}

/** `holder[name] = …` of what is required, and `holder[name] = {}` whose functions follow one by one. */
function putsOf(file: ProgramFile): Put[] {
  const { assignments } = file.facts;
  return assignments.flatMap(({ target, value, fn }): Put[] => {
    // `models[model.name] = model` goes by what stands in the file.
    if (target.k !== 'member' || target.name !== null || target.key?.k === 'member') return [];
    const { object } = target;
    if (value.k === 'obj' && value.props.length === 0) {
      const parts = assignments.filter(
        (part) =>
          part.fn !== MODULE &&
          part.target.k === 'member' &&
          part.target.name === null &&
          part.target.object.k === 'member' &&
          part.target.object.name === null &&
          isSamePath(part.target.object.object, object),
      );
      const bound = parts.some(({ value: part }) => part.k === 'call');
      return parts.length > 0 ? [{ object, fn, called: false, bound }] : [];
    }
    const form = formOf(file, fn, value, 0);
    return form ? [{ object, fn, called: form === 'called', bound: false }] : [];
  });
}

const MAX_STEPS = 4;

/** Whether a value is what some file gives, as it is or called. */
function formOf(
  file: ProgramFile,
  fn: FunctionId,
  value: Expression,
  steps: number,
): 'whole' | 'called' | undefined {
  if (steps > MAX_STEPS) return undefined;
  switch (value.k) {
    case 'await':
    case 'typed':
      return formOf(file, fn, value.of, steps + 1);
    case 'id': {
      const init = variableAround(file, fn, value.name)?.init;
      if (init) return formOf(file, fn, init, steps + 1);
      const own = file.functions.get(fn)?.params.some(({ name }) => name === value.name);
      return own ? 'whole' : undefined;
    }
    case 'call':
      if (value.callee.k === 'id' && value.callee.name === 'require') return 'whole';
      return formOf(file, fn, value.callee, steps + 1) && 'called';
    default:
      return undefined;
  }
}

function isSamePath(a: Expression, b: Expression): boolean {
  if (a.k === 'id') return b.k === 'id' && a.name === b.name;
  if (a.k !== 'member' || b.k !== 'member' || a.name === null) return false;
  return a.name === b.name && isSamePath(a.object, b.object);
}

function holdersOf(
  self: Evaluator,
  file: ProgramFile,
  object: Expression,
  fn: FunctionId,
): (ProgramFile | Expression)[] {
  if (isExportsObject(object)) {
    const whole = self.evaluateExport(followExport(self.program, file, 'export='));
    return whole.t === 'object' ? [file, whole.expression] : [file];
  }
  const value = self.evaluate(object, file, fn);
  if (value.t === 'module') return [value.file];
  return value.t === 'object' ? [value.expression] : [];
}

/** The files that a computed `require` can lead to, by their names; undefined where two have one. */
function filesByName(
  self: Evaluator,
  file: ProgramFile,
  computed: readonly { argument: Expression; fn: FunctionId }[],
): Filling['files'] {
  const files = new Map<string, ProgramFile | undefined>();
  for (const one of computed)
    for (const specifier of computedSpecifiers(one, file, self) ?? []) {
      const target = self.program.resolve(file.path, specifier);
      const found = target.k === 'file' ? self.program.files.get(target.path) : undefined;
      if (!found || found === file) continue;
      const name = nameOf(found.path);
      files.set(name, files.has(name) && files.get(name) !== found ? undefined : found);
    }
  return files;
}

/** `Order` of `Order.js`, `Order.controller.js` and `Order/index.js`. */
function nameOf(path: string): string {
  const [name = ''] = posix.basename(path).split('.');
  return name === 'index' ? posix.basename(posix.dirname(path)) : name;
}
