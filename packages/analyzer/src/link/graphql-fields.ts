import {
  mayDefineRoots,
  ROOT_METHODS,
  type RootField,
  rootFields,
} from '../facts/graphql-schema.ts';
import type { Site, Unresolved } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import type { RouteDraft } from './mount-routes.ts';
import type { Program, ProgramFile } from './program.ts';

/** A text in GraphQL's schema language, with the line its first line stands at. */
interface SchemaText extends Site {
  text: string;
}

/**
 * Fields of the schema that no resolver was found for: ways in all the same, without a handler, and
 * listed. A schema of which less than half is resolved here is that of another server, which this code
 * only calls.
 */
export function unresolvedFields(
  program: Program,
  files: { path: string; text: string }[],
  routes: readonly RouteDraft[],
): { routes: RouteDraft[]; unresolved: Unresolved[] } {
  const found: { routes: RouteDraft[]; unresolved: Unresolved[] } = { routes: [], unresolved: [] };
  // Without a resolver every schema is that of another server.
  if (!routes.some(({ route }) => ROOT_METHODS.has(route.method))) return found;
  const resolved = new Set(routes.map(({ route }) => `${route.method} ${route.path}`));
  const texts = [
    ...files.map(({ path, text }) => ({ file: path, line: 1, text })),
    ...[...program.files.values()].flatMap(textsIn),
  ];
  for (const { file, line, text } of texts) {
    if (!mayDefineRoots(text)) continue;
    const fields = rootFields(text);
    const open = fields.filter((field) => !resolved.has(`${field.method} ${field.name}`));
    if (open.length === 0 || open.length * 2 > fields.length) continue;
    for (const field of open) {
      const at = { file, line: line + field.line - 1 };
      found.routes.push({
        route: { ...at, method: field.method, path: field.name, via: 'graphql' },
      });
      found.unresolved.push({ kind: 'route', ...at, ...described(field) });
    }
  }
  return found;
}

function described({ method, name }: RootField): { text: string; reason: string } {
  return { text: `${method} ${name}`, reason: 'no resolver of this field was found' };
}

/** `gql` templates, `buildSchema(…)`, and variables that hold a schema: `const typeDefs = \`#graphql …\``. */
function textsIn(file: ProgramFile): SchemaText[] {
  const texts: SchemaText[] = [];
  const seen = new Set<number>();
  const read = (expression: Expression | undefined): void => {
    if (expression?.k !== 'str' && expression?.k !== 'template') return;
    if (seen.has(expression.line)) return;
    const text = expression.k === 'str' ? expression.value : expression.parts.join('_');
    if (!mayDefineRoots(text)) return;
    seen.add(expression.line);
    texts.push({ file: file.path, line: expression.line, text });
  };
  for (const { expression } of file.facts.calls) {
    read(expression);
    if (expression.k === 'call') for (const argument of expression.args) read(argument);
  }
  for (const { init } of file.facts.variables) read(init);
  for (const item of file.exports.values()) if (item.k === 'value') read(item.value);
  return texts;
}
