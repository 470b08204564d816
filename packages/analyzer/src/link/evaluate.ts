import type { FunctionId } from '../facts/file-facts.ts';
import type { Expression, TypeName } from '../parse/expression.ts';
import { handedOut } from './containers.ts';
import { callValue, functionResult, instanceOf, textValue, thisValue } from './evaluate-call.ts';
import { exportValue, moduleValue } from './evaluate-module.ts';
import { nameValue } from './evaluate-name.ts';
import { typeValue } from './evaluate-type.ts';
import type { Evaluator } from './evaluator.ts';
import { createExpressionTable } from './expression-table.ts';
import { memberOf } from './members.ts';
import { moreTelling } from './more-telling.ts';
import type { Program, ProgramFile } from './program.ts';
import { superMember } from './super-members.ts';
import { createTouchedSets, type Touched } from './touched.ts';
import { type TypeHints, valueOfHint } from './type-hints.ts';
import { type Binding, packageOf, stringOf, UNKNOWN, type Value } from './value.ts';

const NOBODY: Touched = new Set();
const SOMEBODY: Touched = new Set();
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
  let touched: Touched | undefined;
  /** How many traced runs are under way; outside of them and of evaluations nobody asks who was touched. */
  let traces = 0;
  const touchAll = (found: Touched): void => {
    if (depth === 0 && traces === 0) return;
    touched = touched ? sets.join(touched, found) : found;
  };
  const running = new Set<Expression>();
  let depth = 0;
  let steps = 0;

  const self: Evaluator = {
    program,
    spreading: new Set(),
    settle(callers) {
      self.callers = callers;
      // What hangs on a parameter or a `this` was only kept until the callers are known.
      touches.forget((file, n) => {
        values.of(file)[n] = undefined;
      });
      types.clear();
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
      if (known) {
        const by = touches.known(file)?.[n];
        if (by) touchAll(by);
        return known;
      }
      if (depth === 0) steps = 0;
      if (depth > MAX_DEPTH) return UNKNOWN;
      // Nothing is known of what leads back to itself.
      kept[n] = UNKNOWN;
      const outer = touched;
      touched = undefined;
      depth++;
      const value = hinted(expression, compute(expression, file, fn));
      depth--;
      const inner = touched as Touched | undefined;
      touched = outer;
      kept[n] = value;
      if (inner) {
        touches.of(file)[n] = inner;
        touchAll(inner);
      }
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
      return { result, touched: found ?? NOBODY };
    },
    touch(fn) {
      // Who it is counts once there are callers to ask.
      touchAll(self.callers ? sets.of(fn) : SOMEBODY);
    },
    evaluateName: (name, file, fn, binding) => nameValue(self, name, file, fn, binding),
    evaluateType(type, file) {
      const known = types.get(type);
      if (known) return known;
      // `let a: typeof b; let b: typeof a`: nothing is known of what leads back to itself.
      types.set(type, UNKNOWN);
      const value = typeValue(self, type, file, 0);
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

  /** With the arguments of one call, or of an expression made while linking: nothing to remember. */
  function evaluateOnce(
    expression: Expression,
    file: ProgramFile,
    fn: FunctionId,
    binding: Binding | undefined,
  ): Value {
    if (depth === 0) steps = 0;
    if (++steps > MAX_STEPS || depth > MAX_DEPTH || running.has(expression)) return UNKNOWN;
    running.add(expression);
    depth++;
    const value = hinted(expression, compute(expression, file, fn, binding));
    depth--;
    running.delete(expression);
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
          e.name ?? (e.key ? stringOf(self.evaluate(e.key, file, fn, binding)) : undefined);
        return key === undefined ? UNKNOWN : self.member(of, key, binding);
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
        for (const branch of e.of) {
          const value = self.evaluate(branch, file, fn, binding);
          if (value.t !== 'unknown') return value;
        }
        return UNKNOWN;
      }
      case 'import':
        return moduleValue(self, file, e.specifier, '*');
      default:
        return UNKNOWN;
    }
  }
  return self;
}

/** Whether a value says enough to follow it further without help. */
function isKnown(value: Value): boolean {
  if (value.t === 'member' || value.t === 'result') return packageOf(value) !== undefined;
  return value.t !== 'unknown' && value.t !== 'parameter' && value.t !== 'interface';
}
