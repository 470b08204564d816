import type { ImportedName } from '../facts/file-facts.ts';
import type { AstNode, Handlers } from './ast.ts';
import { type CollectorContext, currentFunction } from './collector-context.ts';
import { EMPTY, exactList } from './exact-list.ts';
import { KEY } from './keys.ts';
import { child, children, endOf, flag, raw, startOf, text, typeOf } from './nodes.ts';
import { ownText } from './own-text.ts';
import { propertyName } from './read-expression.ts';
import { dottedName } from './read-type.ts';

/** Imports and exports of every syntax; `require` is a call and is collected with the calls. */
export function moduleHandlers(context: () => CollectorContext): Handlers {
  return {
    ImportDeclaration: { enter: (node) => collectImport(context(), node) },
    ExportNamedDeclaration: { enter: (node) => collectNamedExport(context(), node) },
    ExportDefaultDeclaration: { enter: (node) => collectDefaultExport(context(), node) },
    ExportAllDeclaration: { enter: (node) => collectStar(context(), node) },
    ImportExpression: { enter: (node) => collectDynamicImport(context(), node) },
    TSImportType: { enter: (node) => collectImportType(context(), node) },
    TSImportEqualsDeclaration: { enter: (node) => collectImportEquals(context(), node) },
    TSExportAssignment: {
      enter: (node) => {
        const c = context();
        const value = c.reader.read(child(node, KEY.expression));
        c.facts.exports.push({ k: 'value', name: 'export=', value, line: c.lineOf(startOf(node)) });
      },
    },
  };
}

function specifierOf(node: AstNode): string {
  const source = child(node, KEY.source) ?? child(node, KEY.argument);
  const literal =
    source && typeOf(source) === 'TSLiteralType' ? child(source, KEY.literal) : source;
  return literal ? String(raw(literal, KEY.value) ?? '') : '';
}

function collectImport(c: CollectorContext, node: AstNode): void {
  const names: ImportedName[] = [];
  const wholeTypeOnly = text(node, KEY.importKind) === 'type';
  for (const specifier of children(node, KEY.specifiers)) {
    const local = propertyName(child(specifier, KEY.local)) ?? '';
    const typeOnly = wholeTypeOnly || text(specifier, KEY.importKind) === 'type';
    if (typeOf(specifier) === 'ImportDefaultSpecifier')
      names.push({ imported: 'default', local, typeOnly });
    else if (typeOf(specifier) === 'ImportNamespaceSpecifier')
      names.push({ imported: '*', local, typeOnly });
    else
      names.push({
        imported: propertyName(child(specifier, KEY.imported)) ?? local,
        local,
        typeOnly,
      });
  }
  const specifier = specifierOf(node);
  for (const { local, imported } of names) c.readDeep(local, imported, specifier);
  const bare =
    names.length === 0 &&
    !/^import\s*(?:type\s*)?\{/.test(c.source.slice(startOf(node), startOf(node) + 40));
  c.facts.imports.push({
    specifier,
    kind: bare ? 'side-effect' : 'import',
    typeOnly: wholeTypeOnly || (names.length > 0 && names.every((n) => n.typeOnly)),
    line: c.lineOf(startOf(node)),
    names: exactList(names),
  });
}

function collectNamedExport(c: CollectorContext, node: AstNode): void {
  if (child(node, KEY.source)) collectExportFrom(c, node);
  else if (child(node, KEY.declaration)) collectExportedDeclaration(c, node);
  else collectExportList(c, node);
}

function collectExportFrom(c: CollectorContext, node: AstNode): void {
  const specifier = specifierOf(node);
  const line = c.lineOf(startOf(node));
  const wholeTypeOnly = text(node, KEY.exportKind) === 'type';
  const names: ImportedName[] = [];
  for (const entry of children(node, KEY.specifiers)) {
    const imported = propertyName(child(entry, KEY.local)) ?? '';
    const name = propertyName(child(entry, KEY.exported)) ?? imported;
    const typeOnly = wholeTypeOnly || text(entry, KEY.exportKind) === 'type';
    names.push({ imported, local: '', typeOnly });
    c.facts.exports.push({ k: 'from', name, imported, specifier, typeOnly, line });
  }
  const typeOnly = wholeTypeOnly || (names.length > 0 && names.every((n) => n.typeOnly));
  c.facts.imports.push({ specifier, kind: 'reexport', typeOnly, line, names: exactList(names) });
}

function collectExportList(c: CollectorContext, node: AstNode): void {
  for (const entry of children(node, KEY.specifiers)) {
    const local = propertyName(child(entry, KEY.local)) ?? '';
    const name = propertyName(child(entry, KEY.exported)) ?? local;
    c.facts.exports.push({ k: 'local', name, local, line: c.lineOf(startOf(node)) });
  }
}

function collectExportedDeclaration(c: CollectorContext, node: AstNode): void {
  const declaration = child(node, KEY.declaration);
  if (!declaration) return;
  const line = c.lineOf(startOf(node));
  const id = child(declaration, KEY.id);
  if (id) {
    const name = propertyName(id);
    if (name) c.facts.exports.push({ k: 'local', name, local: name, line });
    return;
  }
  for (const declarator of children(declaration, KEY.declarations)) {
    for (const name of boundNames(child(declarator, KEY.id))) {
      c.facts.exports.push({ k: 'local', name, local: name, line: c.lineOf(startOf(declarator)) });
    }
  }
}

/** All names that a binding pattern declares. */
function boundNames(pattern: AstNode | undefined): string[] {
  if (!pattern) return [];
  switch (typeOf(pattern)) {
    case 'ObjectPattern':
      return children(pattern, KEY.properties).flatMap((p) =>
        boundNames(child(p, KEY.value) ?? child(p, KEY.argument)),
      );
    case 'ArrayPattern':
      return children(pattern, KEY.elements).flatMap((element) => boundNames(element));
    case 'AssignmentPattern':
      return boundNames(child(pattern, KEY.left));
    case 'RestElement':
      return boundNames(child(pattern, KEY.argument));
    default:
      return [text(pattern, KEY.name) ?? ''].filter(Boolean);
  }
}

function collectDefaultExport(c: CollectorContext, node: AstNode): void {
  const declaration = child(node, KEY.declaration);
  if (!declaration) return;
  const line = c.lineOf(startOf(node));
  const name = propertyName(child(declaration, KEY.id));
  if (name) {
    c.facts.exports.push({ k: 'local', name: 'default', local: name, line });
    return;
  }
  c.nameHints.set(startOf(declaration), 'default');
  c.facts.exports.push({ k: 'value', name: 'default', value: c.reader.read(declaration), line });
}

function collectStar(c: CollectorContext, node: AstNode): void {
  const specifier = specifierOf(node);
  const line = c.lineOf(startOf(node));
  const typeOnly = text(node, KEY.exportKind) === 'type';
  const name = propertyName(child(node, KEY.exported));
  if (name) c.facts.exports.push({ k: 'from', name, imported: '*', specifier, typeOnly, line });
  else c.facts.exports.push({ k: 'star', specifier, typeOnly, line });
  const names = [{ imported: '*', local: '', typeOnly }];
  c.facts.imports.push({ specifier, kind: 'reexport', typeOnly, line, names });
}

function collectDynamicImport(c: CollectorContext, node: AstNode): void {
  const source = child(node, KEY.source);
  const expression = c.reader.read(source);
  const line = c.lineOf(startOf(node));
  const base = { kind: 'dynamic' as const, typeOnly: false, line, names: EMPTY };
  if (expression.k === 'str') c.facts.imports.push({ ...base, specifier: expression.value });
  else if (source) {
    const text = ownText(c.source.slice(startOf(source), endOf(source)).slice(0, 200));
    const computed = { argument: expression, fn: currentFunction(c) };
    c.facts.imports.push({ ...base, specifier: text, computed });
  }
}

function collectImportType(c: CollectorContext, node: AstNode): void {
  const qualifier = dottedName(child(node, KEY.qualifier))?.split('.')[0];
  const names = qualifier ? [{ imported: qualifier, local: '', typeOnly: true }] : [];
  const specifier = specifierOf(node);
  if (!specifier) return;
  c.facts.imports.push({
    specifier,
    kind: 'import',
    typeOnly: true,
    line: c.lineOf(startOf(node)),
    names,
  });
}

function collectImportEquals(c: CollectorContext, node: AstNode): void {
  const reference = child(node, KEY.moduleReference);
  if (!reference || typeOf(reference) !== 'TSExternalModuleReference') return;
  const specifier = String(raw(child(reference, KEY.expression) ?? reference, KEY.value) ?? '');
  const local = propertyName(child(node, KEY.id)) ?? '';
  const typeOnly = text(node, KEY.importKind) === 'type';
  c.facts.imports.push({
    specifier,
    kind: 'import-equals',
    typeOnly,
    line: c.lineOf(startOf(node)),
    names: [{ imported: 'export=', local, typeOnly }],
  });
  if (flag(node, KEY.isExport))
    c.facts.exports.push({ k: 'local', name: local, local, line: c.lineOf(startOf(node)) });
}
