import { classIndex } from '../../../link/class-index.ts';
import type { Evaluator } from '../../../link/evaluator.ts';
import { callsNamed, getOrMake, type Program, type ProgramFile } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { CallExpression, Expression, TypeName } from '../../../parse/expression.ts';

/** A value that is declared to be a collection of the driver: `users: Collection<UserDoc>`. */
type Typed = Extract<Value, { t: 'external-instance' }>;

/** Names of collections by what stands for the type of their documents. */
type ByDocument = ReadonlyMap<object, ReadonlySet<string>>;

const known = new WeakMap<Program, ByDocument>();

export function isTypedCollection(value: Value): value is Typed {
  return (
    value.t === 'external-instance' &&
    /^(?:mongodb|mongoose)$/.test(value.package) &&
    /(?:^|\.)Collection$/.test(value.type)
  );
}

/**
 * The collection of a `Collection<UserDoc>` that is handed in: the one that the program opens with this type of
 * documents. Undefined where it opens none, or several, as such.
 */
export function nameByDocument(
  program: Program,
  evaluator: Evaluator,
  value: Typed,
): string | undefined {
  const document = documentOf(evaluator, value.args[0], value.file);
  if (!document) return undefined;
  const names = getOrMake(known, program, () => openedCollections(program, evaluator)).get(
    document,
  );
  return names?.size === 1 ? [...names][0] : undefined;
}

function openedCollections(program: Program, evaluator: Evaluator): ByDocument {
  const found = new Map<object, Set<string>>();
  for (const file of program.files.values())
    for (const { call, fact } of callsNamed(file, ['collection'])) {
      const from = packageOf(evaluator.evaluate(call.callee, file, fact.fn));
      if (from !== undefined && !/mongo/.test(from)) continue;
      const [first] = call.args;
      const name = first && evaluator.evaluate(first, file, fact.fn);
      if (name?.t !== 'string') continue;
      for (const document of documentsOf(evaluator, file, call))
        getOrMake(found, document, () => new Set()).add(name.value);
    }
  return found;
}

/** `db.collection<UserDoc>('users')`, and what is declared where the collection is put. */
function documentsOf(evaluator: Evaluator, file: ProgramFile, call: CallExpression): object[] {
  const told = documentOf(evaluator, call.typeArguments?.[0], file);
  if (told) return [told];
  return declaredTypes(file, call).flatMap((type) => {
    const value = evaluator.evaluateType(type, file);
    const document = isTypedCollection(value)
      ? documentOf(evaluator, value.args[0], value.file)
      : undefined;
    return document ? [document] : [];
  });
}

/** The types of variables, members and results that the call is the value of. */
function declaredTypes(file: ProgramFile, call: CallExpression): TypeName[] {
  const { variables, functions, classes, assignments } = file.facts;
  const isHere = (expression: Expression | undefined): boolean => gives(expression, call);
  const types = [
    ...variables.map(({ init, type }) => isHere(init) && type),
    ...functions.map(({ returns, returnType }) => returns.some(isHere) && returnType),
    ...classes.flatMap((cls) => {
      const { own, assigned } = classIndex(file, cls);
      return [...own.values()].map(
        ({ name, init, type }) => (isHere(init) || isHere(assigned.get(name)?.value)) && type,
      );
    }),
    ...assignments.flatMap(({ target, value }) =>
      target.k === 'id' && isHere(value)
        ? (file.variables.get(target.name) ?? []).map(({ type }) => type)
        : [],
    ),
  ];
  return types.flatMap((type) => type || []);
}

/** Whether an expression is the call, perhaps awaited or told its type. */
function gives(expression: Expression | undefined, call: CallExpression): boolean {
  if (expression?.k === 'await' || expression?.k === 'typed') return gives(expression.of, call);
  return expression === call;
}

const MAX_DEPTH = 4;

/** The declaration behind a type of documents, through `WithId<User>` and `z.infer<typeof user>`. */
function documentOf(
  evaluator: Evaluator,
  type: TypeName | undefined,
  file: ProgramFile,
  depth = 0,
): object | undefined {
  if (!type || depth > MAX_DEPTH) return undefined;
  const value = evaluator.evaluateType(type, file);
  switch (value.t) {
    case 'interface':
      return value.type;
    case 'instance':
    case 'class':
      return value.cls;
    case 'result':
      return value.call;
    case 'external-instance':
      return documentOf(evaluator, value.args[0], value.file, depth + 1);
    default:
      return undefined;
  }
}
