import { Node, type SourceFile, SyntaxKind } from 'ts-morph';
import type { Site } from '../model/site.ts';

/** Why the code around a call cannot wait for an answer; undefined when it can. */
export function whyItCannotAwait(
  file: SourceFile,
  { line }: Site,
  name: string,
): string | undefined {
  const called = name.slice(name.lastIndexOf('.') + 1);
  const call = file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .find(
      (one) =>
        one.getStartLineNumber() <= line &&
        one.getEndLineNumber() >= line &&
        one.getExpression().getText().split('.').at(-1) === called,
    );
  const around = call?.getFirstAncestor(
    (node) =>
      Node.isFunctionLikeDeclaration(node) ||
      Node.isFunctionExpression(node) ||
      Node.isArrowFunction(node),
  );
  if (around === undefined)
    return call === undefined ? undefined : 'it runs while the module loads';
  if (Node.isConstructorDeclaration(around)) return 'a constructor';
  if (Node.isGetAccessorDeclaration(around) || Node.isSetAccessorDeclaration(around))
    return 'an accessor';
  if (Node.isAsyncable(around) && around.isAsync()) return undefined;
  if (Node.isFunctionLikeDeclaration(around) || Node.isArrowFunction(around)) {
    const answer = around.getReturnType().getSymbol()?.getName();
    if (answer === 'Promise') return undefined;
  }
  const outer = around.getParent();
  if (
    Node.isCallExpression(outer) &&
    /\.(?:map|filter|sort|reduce|find|some|every|forEach)$/.test(outer.getExpression().getText())
  ) {
    return `the function given to ${outer.getExpression().getText().split('.').at(-1)}()`;
  }
  return 'the function around it is not asynchronous';
}
