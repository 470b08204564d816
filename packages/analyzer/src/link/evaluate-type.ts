import { MODULE } from '../facts/file-facts.ts';
import type { TypeName } from '../parse/expression.ts';
import { externalId } from './evaluate-module.ts';
import type { Evaluator } from './evaluator.ts';
import { type ExportTarget, followExport } from './exports.ts';
import type { ProgramFile } from './program.ts';
import { UNKNOWN, type Value } from './value.ts';

const MAX_ALIASES = 8;

export function typeValue(
  self: Evaluator,
  type: TypeName,
  file: ProgramFile,
  depth: number,
): Value {
  if (depth > MAX_ALIASES || type.name === '') return UNKNOWN;
  const isPlain = !type.name.includes('.');
  const [head = '', ...rest] = isPlain ? [type.name] : type.name.split('.');
  if (type.typeof) {
    return rest.reduce(
      (value, name) => self.member(value, name),
      self.evaluateName(head, file, MODULE),
    );
  }
  if (TRANSPARENT_TYPES.has(type.name) && type.args[0]) {
    const inner = typeValue(self, type.args[0], file, depth + 1);
    return type.name === 'ReturnType' ? returned(self, inner) : inner;
  }
  const cls = file.declaredClasses.get(type.name);
  if (cls) return { t: 'instance', file, cls };
  const own = file.types.get(type.name);
  if (own) {
    if (own.alias && own.members.length === 0) {
      const aliased = typeValue(self, own.alias, file, depth + 1);
      if (aliased.t !== 'unknown') return aliased;
    }
    return { t: 'interface', file, type: own };
  }
  const imported = file.imported.get(head);
  return imported ? importedType(self, type, imported, rest, file, depth) : UNKNOWN;
}

/** `ReturnType<typeof makeCollections>`: what the function gives. */
function returned(self: Evaluator, fn: Value): Value {
  if (fn.t !== 'function') return fn;
  for (const expression of fn.fn.returns) {
    const value = self.evaluate(expression, fn.file, fn.fn.at);
    if (value.t !== 'unknown') return value;
  }
  return fn.fn.returnType ? self.evaluateType(fn.fn.returnType, fn.file) : UNKNOWN;
}

const TRANSPARENT_TYPES = new Set([
  'Promise',
  'Partial',
  'Pick',
  'Omit',
  'Readonly',
  'InstanceType',
  'Required',
  'NonNullable',
  'ReturnType',
]);

function importedType(
  self: Evaluator,
  type: TypeName,
  imported: { specifier: string; imported: string },
  rest: string[],
  file: ProgramFile,
  depth: number,
): Value {
  const target = self.program.resolve(file.path, imported.specifier);
  if (target.k === 'external' || target.k === 'builtin') {
    const { imported: own } = imported;
    const isWhole = own === '*' || (own === 'export=' && rest.length > 0);
    const name = [isWhole ? [] : own, rest].flat().join('.');
    const from =
      target.k === 'external' ? externalId(target.package, imported.specifier) : target.name;
    return { t: 'external-instance', package: from, type: name, args: type.args, file };
  }
  const to = target.k === 'file' ? self.program.files.get(target.path) : undefined;
  const found = to ? followExport(self.program, to, imported.imported) : undefined;
  const isNamespace = found?.k === 'namespace' && rest[0] !== undefined;
  const inner = isNamespace ? followExport(self.program, found.file, rest[0] ?? '') : found;
  return exportedType(self, inner, type, file, depth);
}

function exportedType(
  self: Evaluator,
  found: ExportTarget | undefined,
  type: TypeName,
  file: ProgramFile,
  depth: number,
): Value {
  switch (found?.k) {
    case 'local':
      return typeValue(self, { name: found.local, args: type.args }, found.file, depth + 1);
    case 'external':
      return {
        t: 'external-instance',
        package: found.package,
        type: found.name,
        args: type.args,
        file,
      };
    case 'value': {
      const value = self.evaluate(found.value, found.file, MODULE);
      return value.t === 'class' ? { t: 'instance', file: value.file, cls: value.cls } : value;
    }
    default:
      return UNKNOWN;
  }
}
