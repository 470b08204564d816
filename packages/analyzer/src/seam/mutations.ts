import { Node, type ParameterDeclaration, SyntaxKind } from 'ts-morph';
import type { OperationNode } from './find-declaration.ts';

const CHANGING =
  /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear)$/;

/** Places in the body that change what the parameter refers to. */
export function mutationsOf(
  operation: OperationNode,
  parameter: ParameterDeclaration,
): readonly Node[] {
  const name = parameter.getNameNode();
  if (!Node.isIdentifier(name) || Node.isMethodSignature(operation)) return [];
  const body = operation.getBody();
  if (body === undefined) return [];
  const symbol = name.getSymbol();
  return body
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter((one) => one.getText() === name.getText() && one.getSymbol() === symbol)
    .filter(changes);
}

function changes(reference: Node): boolean {
  let access: Node = reference;
  let parent = access.getParent();
  while (
    (Node.isPropertyAccessExpression(parent) || Node.isElementAccessExpression(parent)) &&
    parent.getExpression() === access
  ) {
    const called = parent.getParent();
    if (
      Node.isPropertyAccessExpression(parent) &&
      Node.isCallExpression(called) &&
      called.getExpression() === parent
    ) {
      return CHANGING.test(parent.getName());
    }
    access = parent;
    parent = access.getParent();
  }
  if (access === reference) return false;
  if (Node.isBinaryExpression(parent)) {
    const operator = parent.getOperatorToken().getKind();
    const assigns = operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment;
    return assigns && parent.getLeft() === access;
  }
  return (
    Node.isDeleteExpression(parent) ||
    Node.isPostfixUnaryExpression(parent) ||
    (Node.isPrefixUnaryExpression(parent) &&
      [SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken].includes(parent.getOperatorToken()))
  );
}
