import {
  type FunctionFact,
  type FunctionId,
  MODULE,
  type ParameterFact,
  type VariableFact,
} from '../facts/file-facts.ts';
import type { Expression, TypeName } from '../parse/expression.ts';
import { agreedArgument, isLeftOut } from './agreed-arguments.ts';
import { filledParameter } from './containers.ts';
import { moduleValue } from './evaluate-module.ts';
import type { Evaluator } from './evaluator.ts';
import { keptOf } from './kept-of-file.ts';
import { moreTelling } from './more-telling.ts';
import type { ProgramFile } from './program.ts';
import { type Binding, UNKNOWN, type Value } from './value.ts';

const NONE: readonly never[] = [];

export function nameValue(
  self: Evaluator,
  name: string,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  const variables = file.variables.get(name) ?? NONE;
  const functions = file.declaredFunctions.get(name) ?? NONE;
  let at = fn;
  for (;;) {
    for (let index = 0; index < variables.length; index++) {
      const variable = variables[index] as VariableFact;
      if (variable.fn === at) return variableValue(self, variable, name, file, at, binding);
    }
    for (let index = 0; index < functions.length; index++) {
      const nested = functions[index] as FunctionFact;
      if (nested.parent === at) return { t: 'function', file, fn: nested };
    }
    if (at === MODULE) break;
    const fact = file.functions.get(at);
    if (!fact) break;
    const parameter = parameterValue(self, fact, name, file, binding);
    if (parameter) return parameter;
    at = fact.parent;
  }
  const imported = file.imported.get(name);
  if (imported) {
    const { importedValues } = keptOf(file);
    return (
      importedValues.get(name) ??
      self.keep(importedValues, name, () =>
        moduleValue(self, file, imported.specifier, imported.imported),
      )
    );
  }
  const cls = file.declaredClasses.get(name);
  return cls ? { t: 'class', file, cls } : UNKNOWN;
}

function variableValue(
  self: Evaluator,
  variable: { init?: Expression; type?: TypeName },
  name: string,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  // `const seed: CommandModule = { … }`: the literal says more than a type of a package.
  const given = variable.init ?? file.assignedNames.get(name)?.[0]?.value;
  const isLiteral = given?.k === 'obj' || given?.k === 'fn';
  if (variable.type && !isLiteral) {
    const declared = self.evaluateType(variable.type, file);
    if (declared.t !== 'unknown' && declared.t !== 'interface') return declared;
  }
  if (variable.init) {
    const value = self.evaluate(variable.init, file, fn, binding);
    if (value.t !== 'unknown') return value;
  }
  // `let x; … x = value`: the first assignment that says something.
  for (const assignment of file.assignedNames.get(name) ?? NONE) {
    const value = self.evaluate(assignment.value, file, assignment.fn, binding);
    if (value.t !== 'unknown') return value;
  }
  return variable.type ? self.evaluateType(variable.type, file) : UNKNOWN;
}

function parameterValue(
  self: Evaluator,
  fact: FunctionFact,
  name: string,
  file: ProgramFile,
  binding?: Binding,
): Value | undefined {
  const { params } = fact;
  for (let index = 0; index < params.length; index++) {
    const parameter = params[index] as ParameterFact;
    const property = parameter.properties ? propertyNamed(parameter.properties, name) : undefined;
    if (parameter.name !== name && property === undefined) continue;
    let call = binding;
    while (call && call.fn !== fact) call = call.next;
    const bound = call?.args[index];
    // Left out by this caller: what it would be otherwise says nothing here.
    if (call && !bound) {
      if (parameter.init) return self.evaluate(parameter.init, file, fact.at, call);
      if (call.args.length > 0) return UNKNOWN;
    }
    if (bound && bound.t !== 'unknown')
      return property ? self.member(bound, property, binding) : bound;
    const declared = parameter.type ? declaredValue(self, parameter.type, property, file) : UNKNOWN;
    if (declared.t === 'instance') return declared;
    const injected = filledParameter(self, fact, property ?? name, property !== undefined);
    if (injected) return injected;
    self.touch(fact);
    const whole = parameter.type ? self.evaluateType(parameter.type, file) : undefined;
    const agreed = agreedArgument(self, fact, index, whole);
    const value = agreed && property ? self.member(agreed, property) : agreed;
    if (value && value.t !== 'unknown') return value;
    if (parameter.init && isLeftOut(self, fact, index, parameter.init)) {
      const own = self.evaluate(parameter.init, file, fact.at);
      if (own.t !== 'unknown') return moreTelling(declared, own);
    }
    if (declared.t !== 'unknown') return declared;
    return property
      ? { t: 'parameter', file, fn: fact, index, property }
      : { t: 'parameter', file, fn: fact, index };
  }
  return undefined;
}

function propertyNamed(
  properties: readonly { key: string; local: string }[],
  name: string,
): string | undefined {
  for (let at = 0; at < properties.length; at++)
    if (properties[at]?.local === name) return properties[at]?.key;
  return undefined;
}

function declaredValue(
  self: Evaluator,
  type: TypeName,
  property: string | undefined,
  file: ProgramFile,
): Value {
  const declared = self.evaluateType(type, file);
  return property && declared.t !== 'unknown' ? self.member(declared, property) : declared;
}
