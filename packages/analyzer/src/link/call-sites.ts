import type { CallSite, Model, TableRegistry } from '../facts/detector.ts';
import { chainOf } from '../facts/expressions.ts';
import type { CallFact, FunctionId } from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { turnsAround } from './loop-turns.ts';
import type { Program, ProgramCall, ProgramFile } from './program.ts';
import { type Binding, stringOf, UNKNOWN, type Value } from './value.ts';

/** Everything a detector can ask about one call. */
export function createCallSite(
  program: Program,
  evaluator: Evaluator,
  registry: TableRegistry,
  file: ProgramFile,
  own: ProgramCall,
  binding?: Binding,
): CallSite {
  return new Site(program, evaluator, registry, file, own, binding);
}

/** A class, since one is made for nearly every call of a program and most are asked next to nothing. */
class Site implements CallSite {
  readonly program: Program;
  readonly registry: TableRegistry;
  readonly file: ProgramFile;
  readonly fact: CallFact;
  readonly call: CallExpression;
  readonly name: string;
  readonly binding: Binding | undefined;
  readonly #evaluator: Evaluator;
  #chain: readonly CallExpression[] | undefined;

  constructor(
    program: Program,
    evaluator: Evaluator,
    registry: TableRegistry,
    file: ProgramFile,
    { fact, call, name }: Pick<ProgramCall, 'fact' | 'call' | 'name'>,
    binding: Binding | undefined,
  ) {
    this.program = program;
    this.registry = registry;
    this.file = file;
    this.fact = fact;
    this.call = call;
    this.name = name;
    this.binding = binding;
    this.#evaluator = evaluator;
  }

  get fn(): FunctionId {
    return this.fact.fn;
  }

  get receiver(): Expression | undefined {
    const { callee } = this.call;
    return callee.k === 'member' ? callee.object : undefined;
  }

  get chain(): readonly CallExpression[] {
    this.#chain ??= chainOf(this.fact.expression);
    return this.#chain;
  }

  value(expression: Expression | undefined): Value {
    return expression
      ? this.#evaluator.evaluate(expression, this.file, this.fact.fn, this.binding)
      : UNKNOWN;
  }

  text(expression: Expression | undefined): string | undefined {
    return stringOf(this.value(expression));
  }

  model(expression: Expression | undefined): Model | undefined {
    return expression ? this.registry.of(this.value(expression)) : undefined;
  }

  callee(): Value {
    return this.value(this.call.callee);
  }

  turns(): CallSite[] | undefined {
    if (this.binding) return undefined;
    const { callee, args } = this.call;
    const named = callee.k === 'member' && callee.key ? [callee.key, ...args] : args;
    const turns = turnsAround(this.file, this.fn, named, this.#evaluator);
    return turns?.map(
      (turn) => new Site(this.program, this.#evaluator, this.registry, this.file, this, turn),
    );
  }
}
