import {
  childOf,
  type DocumentNode,
  elementsOf,
  isRecord,
  memberOf,
  stringMember,
} from './node.ts';

/** The path that a server puts in front of all others; its variables may have any of their values. */
export interface ServerPath {
  readonly url: string;
  readonly expression: RegExp;
}

/** Those of the Server Objects of a document, path item or operation; undefined if it names none. */
export function serverPaths(owner: DocumentNode): readonly ServerPath[] | undefined {
  const servers = elementsOf(childOf(owner, 'servers'));
  if (servers.length === 0) return undefined;
  return servers.flatMap(({ value }) => {
    const url = stringMember(value, 'url');
    return url === undefined ? [] : serverPath(url, memberOf(value, 'variables'));
  });
}

/** A path that is written down as it is, such as `basePath` of Swagger 2. */
export function fixedPath(path: string): ServerPath {
  return serverPath(path, undefined);
}

/** What is left of a path behind the server's; undefined if the server's is not in front of it. */
export function behind({ expression }: ServerPath, path: string): string | undefined {
  const found = expression.exec(path)?.[0];
  if (found === undefined) return undefined;
  const rest = path.slice(found.length);
  return rest === '' ? '/' : rest;
}

function serverPath(url: string, variables: unknown): ServerPath {
  const path = url.replace(/^[^/]*\/\/[^/]*/, '').replace(/\/+$/, '');
  const rooted = path === '' || path.startsWith('/') ? path : `/${path}`;
  const parts = rooted.split(/\{([^{}]*)\}/).map((part, index) => {
    return index % 2 === 0 ? escaped(part) : valuesOf(memberOf(variables, part));
  });
  return { url: rooted, expression: new RegExp(`^${parts.join('')}(?=/|$)`) };
}

/** Without an `enum` a variable may have any value (OpenAPI 3, Server Variable Object). */
function valuesOf(variable: unknown): string {
  const values = isRecord(variable) ? variable.enum : undefined;
  const usual = stringMember(variable, 'default');
  const named = [usual, ...(Array.isArray(values) ? values : [])].filter(
    (value) => typeof value === 'string',
  );
  const any = Array.isArray(values) ? [] : ['[^/]+'];
  return `(?:${[...named.map(escaped), ...any].join('|')})`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
