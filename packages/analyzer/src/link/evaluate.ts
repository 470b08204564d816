import type { ClassFact, FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { Expression, TypeName } from '../parse/expression.ts';
import { chosenName } from './chosen-models.ts';
import { handedOut } from './containers.ts';
import { decoratedMember, laterMember } from './decorations.ts';
import { callValue, functionResult, instanceOf, textValue, thisValue } from './evaluate-call.ts';
import { besideWhole, exportValue, moduleValue } from './evaluate-module.ts';
import { nameValue } from './evaluate-name.ts';
import { typeValue } from './evaluate-type.ts';
import type { Evaluator } from './evaluator.ts';
import { createExpressionTable } from './expression-table.ts';
import { memberOf } from './members.ts';
import { moreTelling } from './more-telling.ts';
import type { Program, ProgramFile } from './program.ts';
import { superMember } from './super-members.ts';
import { createTouchedSets, type Touched, UNSETTLED } from './touched.ts';
import { type TypeHints, valueOfHint } from './type-hints.ts';
import { type Binding, packageOf, stringOf, UNKNOWN, type Value } from './value.ts';

/** Stands where a value is being found out. */
const RUNNING: Value = { t: 'unknown' };
const MAX_DEPTH = 60;
/**
 * Steps that one question may take. Without an end to them, the arithmetic of a hash function, where each of
 * four variables is made of all four a hundred times over, would be followed along every path there is.
 */
const MAX_STEPS = 2_000;

/** @param hints what a type checker knows of expressions nothing else is known of */
export function createEvaluator(program: Program, hints?: TypeHints): Evaluator {
  /** What is known of the expressions, by file and number. */
  const values = createExpressionTable<Value>();
  /** Whose callers might tell more of them. */
  const touches = createExpressionTable<Touched>();
  const sets = createTouchedSets();
  const types = new Map<TypeName, Value>();
  /** Types that are asked again once the callers are known. */
  const unsettledTypes: TypeName[] = [];
  /** Classes of the methods in which `this` was asked for before that. */
  const classesOf = new Map<FunctionFact, ClassFact>();
  let touched: Touched | undefined;
  /**
   * Whether what is being found out hangs on callers that are not known yet, or on where it was asked from: nothing
   * is known of what leads back to itself, or too deep.
   */
  let hangs = false;
  /** How many traced runs are under way; outside of them and of evaluations nobody asks who was touched. */
  let traces = 0;
  const touchAll = (found: Touched): void => {
    if (depth === 0 && traces === 0) return;
    touched = touched ? sets.join(touched, found) : found;
  };
  /** What is under way and not kept, outermost first: few enough to go through. */
  const running: Expression[] = [];
  let depth = 0;
  let steps = 0;

  const self: Evaluator = {
    program,
    spreading: new Set(),
    settle(callers) {
      self.callers = callers;
      const isOpen = (method: FunctionFact): boolean => {
        const cls = classesOf.get(method);
        return cls !== undefined && callers.isOpen(cls);
      };
      const settled = new Map<Touched, Touched | undefined>();
      touches.change((found, file, n) => {
        if (found === UNSETTLED) {
          values.of(file)[n] = undefined;
          return undefined;
        }
        if (!settled.has(found)) settled.set(found, sets.only(found, isOpen));
        return settled.get(found);
      });
      for (const type of unsettledTypes) types.delete(type);
      unsettledTypes.length = 0;
      classesOf.clear();
    },
    evaluate(expression, file, fn, binding) {
      switch (expression.k) {
        case 'str':
          return { t: 'string', value: expression.value };
        case 'this':
        // The object is the same; only its members are looked for elsewhere, see superMember.
        case 'super':
          return thisValue(self, file, fn, binding);
        case 'other':
        case 'num':
        case 'bool':
        case 'null':
          return UNKNOWN;
      }
      const { n } = expression as { n?: number };
      if (binding || n === undefined) return evaluateOnce(expression, file, fn, binding);
      const kept = values.of(file);
      const known = kept[n];
      if (known === RUNNING) return cut();
      if (known) {
        // Outside of all of them nobody asks, and looking costs as much as the value itself.
        const by = depth > 0 || traces > 0 ? touches.known(file)?.[n] : undefined;
        if (by) touchAll(by);
        return known;
      }
      if (depth === 0) steps = 0;
      if (depth > MAX_DEPTH) return cut();
      kept[n] = RUNNING;
      const outer = touched;
      const outerHangs = hangs;
      touched = undefined;
      hangs = false;
      depth++;
      const value = hinted(expression, compute(expression, file, fn));
      depth--;
      const inner = touched as Touched | undefined;
      touched = outer;
      kept[n] = value;
      if (inner) {
        const by = hangs && !self.callers ? UNSETTLED : inner;
        touches.of(file)[n] = by;
        touchAll(by);
      }
      hangs ||= outerHangs;
      return value;
    },
    keep(known, key, find) {
      const outer = touched;
      const outerHangs = hangs;
      touched = undefined;
      hangs = false;
      traces++;
      const value = find();
      traces--;
      const inner = touched as Touched | undefined;
      touched = outer;
      if (inner) touchAll(inner);
      else if (!hangs) known.set(key, value);
      hangs ||= outerHangs;
      return value;
    },
    traced(run) {
      const outer = touched;
      touched = undefined;
      traces++;
      const result = run();
      traces--;
      const found = touched as Touched | undefined;
      touched = outer;
      if (found) touchAll(found);
      return { result, touched: found };
    },
    apart(run) {
      const before = { touched, hangs, depth, steps };
      touched = undefined;
      hangs = false;
      depth = 0;
      const result = run();
      ({ touched, hangs, depth, steps } = before);
      return result;
    },
    touch(fn) {
      // Who it is counts once there are callers to ask.
      touchAll(self.callers ? fn : UNSETTLED);
    },
    touchThis(method, cls) {
      if (touched === method) return;
      if (!self.callers) classesOf.set(method, cls);
      else if (!self.callers.isOpen(cls)) return;
      touchAll(method);
    },
    waitForCallers() {
      hangs = true;
    },
    evaluateName: (name, file, fn, binding) => nameValue(self, name, file, fn, binding),
    evaluateType(type, file) {
      const known = types.get(type);
      // `let a: typeof b; let b: typeof a`
      if (known === RUNNING) return cut();
      if (known) return known;
      types.set(type, RUNNING);
      const outer = touched;
      const outerHangs = hangs;
      touched = undefined;
      hangs = false;
      traces++;
      const value = typeValue(self, type, file, 0);
      traces--;
      const inner = touched as Touched | undefined;
      touched = outer;
      if (inner) touchAll(inner);
      if (!self.callers && (inner || hangs)) unsettledTypes.push(type);
      hangs ||= outerHangs;
      types.set(type, value);
      return value;
    },
    evaluateExport: (target) => exportValue(self, target),
    member: (value, name, binding) => memberOf(self, value, name, binding),
    resultOf(callee, call, file, fn, binding) {
      if (callee.t === 'function') {
        const result = functionResult(self, callee, call, file, fn, binding);
        if (result.t !== 'unknown') return result;
      }
      if (callee.t === 'class' && call.construct)
        return instanceOf(self, callee, call, file, fn, binding);
      if (callee.t === 'callable') {
        const given = self.evaluateType(callee.returns, callee.file);
        if (given.t !== 'unknown') return given;
      }
      const out = handedOut(self, callee, call, file, fn);
      if (out) return out;
      return binding
        ? { t: 'result', of: callee, call, file, fn, binding }
        : { t: 'result', of: callee, call, file, fn };
    },
  };

  /** Nothing is known of what leads back to itself, or too deep. */
  function cut(): Value {
    hangs = true;
    return UNKNOWN;
  }

  /** With the arguments of one call, or of an expression made while linking: nothing to remember. */
  function evaluateOnce(
    expression: Expression,
    file: ProgramFile,
    fn: FunctionId,
    binding: Binding | undefined,
  ): Value {
    if (depth === 0) steps = 0;
    if (++steps > MAX_STEPS || depth > MAX_DEPTH || running.includes(expression)) return cut();
    running.push(expression);
    depth++;
    const value = hinted(expression, compute(expression, file, fn, binding));
    depth--;
    running.pop();
    return value;
  }

  function hinted(expression: Expression, value: Value): Value {
    const hint = hints?.get(expression);
    if (!hint || isKnown(value)) return value;
    return valueOfHint(program, hint) ?? value;
  }

  function compute(e: Expression, file: ProgramFile, fn: FunctionId, binding?: Binding): Value {
    switch (e.k) {
      case 'id':
        return nameValue(self, e.name, file, fn, binding);
      case 'member': {
        if (e.object.k === 'super') return superMember(self, e.name, file, fn, binding);
        const of = self.evaluate(e.object, file, fn, binding);
        const key =
          e.name ??
          chosenName(binding, e) ??
          (e.key ? stringOf(self.evaluate(e.key, file, fn, binding)) : undefined);
        if (key === undefined) return UNKNOWN;
        const value = self.member(of, key, binding);
        const isOpen = value.t === 'unknown' || value.t === 'member';
        if (!isOpen) return value;
        return (
          besideWhole(self, file, e.object, key) ??
          decoratedMember(self, of, e.object, key) ??
          laterMember(self, of, e.object, key) ??
          value
        );
      }
      case 'call':
        return callValue(self, e, file, fn, binding);
      case 'template':
      case 'concat':
        return textValue(self, e, file, fn, binding);
      case 'obj':
        return binding
          ? { t: 'object', file, fn, expression: e, binding }
          : { t: 'object', file, fn, expression: e };
      case 'arr':
        return binding
          ? { t: 'array', file, fn, expression: e, binding }
          : { t: 'array', file, fn, expression: e };
      case 'fn': {
        const fact = file.functions.get(e.at);
        if (!fact) return UNKNOWN;
        return binding
          ? { t: 'function', file, fn: fact, closure: binding }
          : { t: 'function', file, fn: fact };
      }
      case 'class': {
        const cls = file.classes.get(e.at);
        return cls ? { t: 'class', file, cls } : UNKNOWN;
      }
      case 'await':
        return self.evaluate(e.of, file, fn, binding);
      case 'typed': {
        const declared = typeValue(self, e.type, file, 0);
        return moreTelling(declared, self.evaluate(e.of, file, fn, binding));
      }
      case 'either': {
        let open: Value = UNKNOWN;
        for (const branch of e.of) {
          const value = self.evaluate(branch, file, fn, binding);
          if (!isUntold(value)) return value;
          if (open === UNKNOWN) open = value;
        }
        return open;
      }
      case 'import':
        return moduleValue(self, file, e.specifier, '*');
      default:
        return UNKNOWN;
    }
  }
  return self;
}

/** `given.format ?? format`: what only a type says is less than what stands beside it. */
function isUntold(value: Value): boolean {
  return value.t === 'unknown' || (value.t === 'callable' && value.alias !== undefined);
}

/** Whether a value says enough to follow it further without help. */
function isKnown(value: Value): boolean {
  if (value.t === 'member' || value.t === 'result') return packageOf(value) !== undefined;
  if (value.t === 'callable') return value.alias === undefined;
  return value.t !== 'unknown' && value.t !== 'parameter' && value.t !== 'interface';
}
