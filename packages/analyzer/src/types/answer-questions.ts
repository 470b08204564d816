import { ts } from 'ts-morph';
import type { TypeHint } from '../link/type-hints.ts';
import type { TypeName } from '../parse/expression.ts';
import { questionKey, type TypeAnswer } from './type-answers.ts';
import type { TypeProject } from './type-project.ts';

/**
 * Answers for the calls of one file, by {@link questionKey}. A place that holds two calls of one name
 * with different answers gets none.
 * @param wanted keys that are asked for
 */
export function answerFile(
  project: TypeProject,
  path: string,
  wanted: ReadonlySet<string>,
): Map<string, TypeAnswer> {
  const answers = new Map<string, TypeAnswer>();
  const source = project.sourceFile(path);
  if (!source) return answers;
  const lineOf = lineFinder(source.text);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = calledNode(node.expression);
      const key =
        name && questionKey({ file: path, line: lineOf(name.getStart(source)), name: name.text });
      if (name && key && wanted.has(key)) {
        const answer = answerCall(project, node.expression, name);
        const known = answers.get(key);
        answers.set(key, known && !same(known, answer) ? {} : answer);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const [key, answer] of answers) if (!answer.receiver && !answer.callee) answers.delete(key);
  return answers;
}

function same(a: TypeAnswer, b: TypeAnswer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Lines as our facts count them: by line feeds alone. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

function calledNode(callee: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(callee)) return callee;
  if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.name)) return callee.name;
  if (ts.isParenthesizedExpression(callee) || ts.isNonNullExpression(callee))
    return calledNode(callee.expression);
  return undefined;
}

function answerCall(project: TypeProject, callee: ts.Expression, name: ts.Identifier): TypeAnswer {
  const target = calledHint(project, name);
  const receiver = ts.isPropertyAccessExpression(callee)
    ? (valueHint(project, callee.expression) ??
      typeHint(project, project.checker.getTypeAtLocation(callee.expression)))
    : undefined;
  return { ...(receiver ? { receiver } : {}), ...(target ? { callee: target } : {}) };
}

/** The function, method or class of the codebase that a name at a call stands for. */
function calledHint(project: TypeProject, name: ts.Identifier): TypeHint | undefined {
  const declaration = declarationOf(project, project.checker.getSymbolAtLocation(name));
  if (!declaration) return undefined;
  const source = declaration.getSourceFile();
  const file = project.pathOf(source);
  if (file === undefined) return undefined;
  if (ts.isClassLike(declaration) && declaration.name)
    return { k: 'class', file, name: declaration.name.text };
  const fn = functionOf(declaration);
  if (!fn) return undefined;
  const start = lineFinder(source.text)(startOf(fn, source));
  // The name it has there, whatever an import calls it here.
  return { k: 'function', file, name: nameOf(declaration) ?? name.text, line: start };
}

function declarationOf(
  project: TypeProject,
  symbol: ts.Symbol | undefined,
): ts.Declaration | undefined {
  if (!symbol) return undefined;
  const aliased =
    symbol.flags & ts.SymbolFlags.Alias ? project.checker.getAliasedSymbol(symbol) : symbol;
  // A union names what its members inherit once for each of them.
  const declarations = [...new Set(aliased.declarations)];
  // Of overloads the one with the body; of a union, where every member has its own, none.
  const bodies = declarations.filter((d) => ts.isFunctionLike(d) && 'body' in d && d.body);
  return bodies.length > 1 ? undefined : (bodies[0] ?? declarations[0]);
}

type FunctionNode =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction;

/** The code behind a declaration: itself, or the function that a name is given. */
function functionOf(declaration: ts.Declaration): FunctionNode | undefined {
  if (
    ts.isFunctionDeclaration(declaration) ||
    ts.isMethodDeclaration(declaration) ||
    ts.isFunctionExpression(declaration) ||
    ts.isArrowFunction(declaration)
  )
    return declaration.body ? declaration : undefined;
  if (
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration) ||
    ts.isPropertyDeclaration(declaration)
  ) {
    const { initializer } = declaration;
    if (initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)))
      return initializer;
  }
  return undefined;
}

function nameOf(declaration: ts.Declaration): string | undefined {
  const own = ts.getNameOfDeclaration(declaration);
  return own && (ts.isIdentifier(own) || ts.isStringLiteral(own)) ? own.text : undefined;
}

/** Where our facts say a function starts: without `export`, and of a method at its parameters. */
function startOf(fn: FunctionNode, source: ts.SourceFile): number {
  if (ts.isMethodDeclaration(fn)) return fn.name.end;
  const skipped = ts.isFunctionDeclaration(fn)
    ? fn.modifiers?.findLast((m) => /export|default|declare/i.test(ts.SyntaxKind[m.kind]))
    : undefined;
  if (!skipped) return fn.getStart(source);
  return skipped.end + Math.max(0, source.text.slice(skipped.end).search(/\S/));
}

/**
 * What a variable holds although its declared type says less: `const store: Store = new SqlStore()`.
 * Only a constant, or a readonly property with a value, cannot hold anything else later.
 */
function valueHint(project: TypeProject, expression: ts.Expression): TypeHint | undefined {
  const declaration = project.checker.getSymbolAtLocation(expression)?.valueDeclaration;
  if (!declaration) return undefined;
  const isFixed = ts.isVariableDeclaration(declaration)
    ? (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0
    : ts.isPropertyDeclaration(declaration) &&
      (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0;
  const initializer =
    isFixed && 'initializer' in declaration
      ? (declaration.initializer as ts.Expression | undefined)
      : undefined;
  if (!initializer) return undefined;
  const hint = typeHint(project, project.checker.getTypeAtLocation(initializer));
  return hint?.k === 'instance' ? hint : undefined;
}

const MAX_TYPE_DEPTH = 4;

/** A type as far as the evaluator understands one: a class, an interface, a type of a package. */
function typeHint(project: TypeProject, given: ts.Type, depth = 0): TypeHint | undefined {
  if (depth > MAX_TYPE_DEPTH) return undefined;
  const { checker } = project;
  const inner = (t: ts.Type): TypeHint | undefined => typeHint(project, t, depth + 1);
  let type = checker.getNonNullableType(given);
  if (type.flags & ts.TypeFlags.TypeParameter) type = checker.getBaseConstraintOfType(type) ?? type;
  if (type.isUnion()) return commonHint(type.types.map(inner));
  if (type.isIntersection()) return type.types.map(inner).find((hint) => hint !== undefined);
  const { symbol } = type;
  const declaration = symbol?.declarations?.[0];
  if (!declaration) return undefined;
  const source = declaration.getSourceFile();
  const isType = ts.isClassLike(declaration) || ts.isInterfaceDeclaration(declaration);
  if (!isType || !declaration.name) return undefined;
  const name = declaration.name.text;
  const file = project.pathOf(source);
  const isValue = ts.isClassLike(declaration) && isConstructor(type);
  if (file !== undefined) {
    if (ts.isInterfaceDeclaration(declaration)) return { k: 'interface', file, name };
    return { k: isValue ? 'class' : 'instance', file, name };
  }
  const from = project.packageOf(source);
  // The language's own types (Map, Promise) lead nowhere.
  if (from === undefined || from === 'typescript' || isValue) return undefined;
  const args = checker.getTypeArguments(type as ts.TypeReference).map(inner);
  const first = args[0];
  const isOwn = first?.k === 'instance' || first?.k === 'interface';
  return {
    k: 'external',
    package: from,
    type: name,
    args: isOwn ? ([{ name: first.name, args: [] }] satisfies TypeName[]) : [],
    file: isOwn ? first.file : '',
  };
}

function isConstructor(type: ts.Type): boolean {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Anonymous) !== 0;
}

function commonHint(hints: (TypeHint | undefined)[]): TypeHint | undefined {
  const [first] = hints;
  return hints.every((hint) => JSON.stringify(hint) === JSON.stringify(first)) ? first : undefined;
}
