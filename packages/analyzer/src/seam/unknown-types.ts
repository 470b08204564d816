import { Node, SyntaxKind } from 'ts-morph';

/** How far declarations are followed from one to the next. */
const DEEPEST = 6;

/** Why the compiler knows nothing of a type, in words that follow "is not known: ". */
export function whyUnknown(node: Node): string {
  const written = writtenType(node);
  if (written === undefined) {
    const missing = missingPackage(node);
    const from =
      missing === undefined
        ? 'something that is not known'
        : `what ${missing} gives, which is not installed`;
    return `it is inferred from ${from}; declare it where it is made`;
  }
  return whyIn(written, 0) ?? 'it leads to something that is not known';
}

/** The first package that what is returned makes use of, and that is not installed. */
function missingPackage(node: Node): string | undefined {
  const returned = node.getDescendantsOfKind(SyntaxKind.ReturnStatement);
  const names = (returned.length > 0 ? returned : [node]).flatMap((one) =>
    one.getDescendantsOfKind(SyntaxKind.Identifier),
  );
  return first(names, (name) => {
    const [declaration] = name.getSymbol()?.getDeclarations() ?? [];
    const imported = declaration?.getFirstAncestor((one) => Node.isImportDeclaration(one));
    if (imported === undefined || imported.isModuleSpecifierRelative()) return undefined;
    const known = name.getSymbol()?.getAliasedSymbol()?.getDeclarations() ?? [];
    return known.length === 0 ? imported.getModuleSpecifierValue() : undefined;
  });
}

function writtenType(node: Node): Node | undefined {
  if (Node.isTyped(node) || Node.isTypeAliasDeclaration(node)) return node.getTypeNode();
  return Node.isReturnTyped(node) ? node.getReturnTypeNode() : undefined;
}

function whyIn(written: Node, depth: number): string | undefined {
  const [plain] = /\b(any|unknown)\b/.exec(written.getText()) ?? [];
  if (plain !== undefined) return `it is written as ${plain}; say what it is`;
  if (depth > DEEPEST) return undefined;
  const names = [written, ...written.getDescendants()].filter((one) => Node.isIdentifier(one));
  for (const name of names) {
    for (const declaration of name.getSymbol()?.getDeclarations() ?? []) {
      const why = whyDeclared(declaration, name, depth);
      if (why !== undefined) return why;
    }
  }
  return undefined;
}

function whyDeclared(declaration: Node, name: Node, depth: number): string | undefined {
  const imported = declaration.getFirstAncestor((one) => Node.isImportDeclaration(one));
  if (imported !== undefined) {
    const from = imported.getModuleSpecifierValue();
    const target = name.getSymbol()?.getAliasedSymbol();
    const known = target?.getDeclarations().filter((one) => one !== declaration) ?? [];
    if (known.length === 0) return `it comes from ${from}, which is not installed`;
    if (/^Prisma$/.test(name.getText()) && from === '@prisma/client') {
      return 'Prisma generates it for queries; decide what of a query others may ask';
    }
    return first(known, (one) => whyDeclared(one, name, depth + 1));
  }
  const written = writtenType(declaration);
  return written === undefined ? undefined : whyIn(written, depth + 1);
}

function first<T, R>(list: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of list) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
