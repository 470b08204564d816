import {
  type ArrowFunction,
  type FunctionDeclaration,
  type FunctionExpression,
  type MethodDeclaration,
  type MethodSignature,
  Node,
  type SourceFile,
} from 'ts-morph';

/** What can be called across the seam. */
export type OperationNode =
  | FunctionDeclaration
  | MethodDeclaration
  | MethodSignature
  | ArrowFunction
  | FunctionExpression;

/** `available`, or `Stock.available`, as the analysis names a callee; undefined for constructors. */
export function findDeclaration(file: SourceFile, callee: string): OperationNode | undefined {
  const [first = '', ...rest] = callee.split('.');
  const last = rest.at(-1);
  if (last === undefined) {
    return file.getFunction(first) ?? functionOf(file.getVariableDeclaration(first));
  }
  const cls = file.getClass(first) ?? file.getClasses().find((one) => one.getName() === first);
  const member = cls?.getMethod(last) ?? cls?.getProperty(last);
  if (Node.isMethodDeclaration(member)) return member;
  return functionOf(member) ?? functionIn(file, first, last);
}

/** `const stock = { available() {} }` */
function functionIn(file: SourceFile, name: string, member: string): OperationNode | undefined {
  const value = file.getVariableDeclaration(name)?.getInitializer();
  if (!Node.isObjectLiteralExpression(value)) return undefined;
  const property = value.getProperty(member);
  return Node.isMethodDeclaration(property) ? property : functionOf(property);
}

function functionOf(node: Node | undefined): OperationNode | undefined {
  if (!Node.isInitializerExpressionGetable(node)) return undefined;
  const value = node.getInitializer();
  return Node.isArrowFunction(value) || Node.isFunctionExpression(value) ? value : undefined;
}
