import { MODULE, type TypeFact } from '../facts/file-facts.ts';
import { FUNCTION_TYPE, type TypeName } from '../parse/expression.ts';
import { ancestry } from './class-ancestry.ts';
import { externalId } from './evaluate-module.ts';
import type { Evaluator } from './evaluator.ts';
import { followExport } from './exports.ts';
import type { ProgramFile } from './program.ts';
import type { ExportTarget } from './program-file.ts';
import { UNKNOWN, type Value } from './value.ts';

const MAX_ALIASES = 8;
const NONE: readonly never[] = [];

/** @param given the file whose names the arguments of the type are, where that is another one */
export function typeValue(
  self: Evaluator,
  type: TypeName,
  file: ProgramFile,
  depth: number,
  given: ProgramFile = file,
): Value {
  if (depth > MAX_ALIASES || type.name === '') return UNKNOWN;
  if (type.or) return unionValue(self, type, file, depth, given);
  if (type.name === FUNCTION_TYPE && type.args[0])
    return { t: 'callable', file: given, returns: type.args[0] };
  const dot = type.name.indexOf('.');
  const head = dot === -1 ? type.name : type.name.slice(0, dot);
  const rest = dot === -1 ? NONE : type.name.slice(dot + 1).split('.');
  if (type.typeof) {
    let value = self.evaluateName(head, file, MODULE);
    for (const name of rest) value = self.member(value, name);
    return value;
  }
  const argument = type.args[0];
  if (argument && TRANSPARENT_TYPES.has(type.name)) {
    const inner = typeValue(self, argument, file, depth + 1);
    return type.name === 'ReturnType' ? returned(self, inner) : inner;
  }
  const cls = file.declaredClasses.get(type.name);
  if (cls)
    return type.args.length > 0
      ? { t: 'instance', file, cls, typed: { args: type.args, file: given } }
      : { t: 'instance', file, cls };
  const own = file.types.get(type.name);
  if (own) {
    if (own.alias && own.members.length === 0) {
      const aliased = aliasValue(self, own, type, file, given, depth);
      if (aliased.t === 'callable') return { ...aliased, alias: { file, type: own } };
      if (aliased.t !== 'unknown') return aliased;
    }
    return type.args.length > 0
      ? { t: 'interface', file, type: own, typed: { args: type.args, file: given } }
      : { t: 'interface', file, type: own };
  }
  const imported = file.imported.get(head);
  return imported ? importedType(self, type, imported, rest, file, depth) : UNKNOWN;
}

/** What a union is: the class that all its classes share, else its first member that says something. */
function unionValue(
  self: Evaluator,
  { or = [], ...first }: TypeName,
  file: ProgramFile,
  depth: number,
  given: ProgramFile,
): Value {
  const values: Value[] = [];
  for (const member of [first, ...or]) {
    const value = typeValue(self, member, file, depth + 1, given);
    if (value.t !== 'unknown') values.push(value);
  }
  if (values.length < 2) return values[0] ?? UNKNOWN;
  const classes = values.flatMap((value) => (value.t === 'instance' ? [value] : []));
  if (new Set(classes.map(({ cls }) => cls)).size < 2) return values[0] ?? UNKNOWN;
  const [one, ...others] = classes.map((value) => ancestry(self, value.file, value.cls));
  const shared = one?.find(({ cls }) => others.every((all) => all.some((at) => at.cls === cls)));
  return shared ? { t: 'instance', file: shared.file, cls: shared.cls } : UNKNOWN;
}

/** What an alias stands for; `type Lazy<T> = () => T` gives what its argument is. */
function aliasValue(
  self: Evaluator,
  { alias, params = [] }: TypeFact,
  { args }: TypeName,
  file: ProgramFile,
  given: ProgramFile,
  depth: number,
): Value {
  if (!alias) return UNKNOWN;
  const argument = (of: TypeName | undefined): TypeName | undefined =>
    of && args[params.indexOf(of.name)];
  const own = argument(alias);
  if (own) return typeValue(self, own, given, depth + 1);
  const returns = alias.name === FUNCTION_TYPE ? argument(alias.args[0]) : undefined;
  return returns
    ? { t: 'callable', file: given, returns }
    : typeValue(self, alias, file, depth + 1);
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
  rest: readonly string[],
  file: ProgramFile,
  depth: number,
): Value {
  const target = self.program.resolve(file.path, imported.specifier);
  if (target.k === 'external' || target.k === 'builtin') {
    const { imported: own } = imported;
    const isWhole = own === '*' || (own === 'export=' && rest.length > 0);
    const name = rest.length > 0 ? (isWhole ? rest : [own, ...rest]).join('.') : isWhole ? '' : own;
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
      return typeValue(self, { name: found.local, args: type.args }, found.file, depth + 1, file);
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
