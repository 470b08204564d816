import { isExportsObject, requireOf } from '../facts/commonjs.ts';
import { calledName, objectProperty } from '../facts/expressions.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import type { ProgramFile } from './program-file.ts';

/** `module.exports = v`, `module.exports.a = v`, `exports.a = v`. */
export function indexExportAssignment(
  file: ProgramFile,
  object: Expression,
  name: string,
  value: Expression,
  line: number,
): void {
  if (object.k === 'id' && object.name === 'module' && name === 'exports') {
    const isHelper = value.k === 'call' && calledName(value) === '__toCommonJS';
    if (!isHelper && !file.exports.has('export='))
      file.exports.set('export=', { k: 'value', name: 'export=', value, line });
    return;
  }
  if (isExportsObject(object) && name !== '__esModule') setExport(file, name, value, line);
}

/**
 * The first value counts, but not the `void 0` that compilers put before it, nor an object that
 * only stands in until `exports.a = new A()`.
 */
function setExport(file: ProgramFile, name: string, value: Expression, line: number): void {
  const known = file.exports.get(name);
  const isMade = value.k === 'call' && value.construct;
  const isPlaceholder =
    known?.k === 'value' && (known.value.k === 'other' || (isMade && known.value.k === 'obj'));
  if (known && !isPlaceholder) return;
  file.exports.set(
    name,
    value.k === 'id'
      ? { k: 'local', name, local: value.name, line }
      : { k: 'value', name, value, line },
  );
}

/** Whether a call of this name can be one of those that `indexExportCall` reads: a cheap test, asked of every call. */
export const mayExport = (name: string): boolean =>
  name === 'defineProperty' || name.startsWith('_');

const STAR = /^(?:__exportStar|_export_star|__reExport|__export)$/;

/**
 * Exports that compilers write as calls: `__exportStar(require('./a'), exports)`,
 * `Object.defineProperty(exports, 'a', { get })`, and `_export(exports, { a: () => a })`.
 */
export function indexExportCall(file: ProgramFile, expression: CallExpression): void {
  const name = calledName(expression) ?? '';
  const { args, line } = expression;
  if (STAR.test(name)) {
    for (const argument of args) {
      const required = requireOf(argument);
      if (!required) continue;
      file.stars.push({ k: 'star', specifier: required.specifier, typeOnly: false, line });
      return;
    }
  }
  const [object, second, third] = args;
  if (!isExportsObject(object)) return;
  if (name === 'defineProperty' && second?.k === 'str') {
    const got = returned(file, objectProperty(third, 'get')) ?? objectProperty(third, 'value');
    if (got && second.value !== '__esModule') setExport(file, second.value, got, line);
  } else if (/^_{1,2}export$/.test(name) && second?.k === 'obj') {
    for (const { key, value } of second.props) {
      const got = returned(file, value);
      if (key && got) setExport(file, key, got, line);
    }
  }
}

function returned(file: ProgramFile, getter: Expression | undefined): Expression | undefined {
  return getter?.k === 'fn' ? file.functions.get(getter.at)?.returns[0] : undefined;
}

/** `const a = require('./a')` at the top of a module binds a name as an import does. */
export function indexRequires(file: ProgramFile): void {
  const { variables } = file.facts;
  for (const { name, fn, init } of variables) {
    const required = fn === MODULE && init ? requireOf(init) : undefined;
    if (!required || file.imported.has(name)) continue;
    const first = file.variables.get(name)?.find((own) => own.fn === MODULE);
    if (first?.init === init) file.imported.set(name, required);
  }
}

/** What a module hands on from another one: `x_1.Order`, `require('./x')`, a required name. */
export function passedOn(
  file: ProgramFile,
  value: Expression,
): { specifier: string; imported: string } | undefined {
  const required = requireOf(value);
  if (required) return required;
  if (value.k === 'id') return file.imported.get(value.name);
  if (value.k !== 'member' || value.name === null || value.object.k !== 'id') return undefined;
  const whole = file.imported.get(value.object.name);
  return whole && (whole.imported === '*' || whole.imported === 'export=')
    ? { specifier: whole.specifier, imported: value.name }
    : undefined;
}
