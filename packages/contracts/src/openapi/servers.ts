import { childOf, type DocumentNode, elementsOf, memberOf, stringMember } from './node.ts';

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
    const variables = memberOf(value, 'variables');
    return url === undefined
      ? []
      : withBase(url, variables).map((whole) => serverPath(whole, variables));
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

/** A variable in front of everything else stands for a scheme and host, and maybe a path. */
function withBase(url: string, variables: unknown): readonly string[] {
  const [whole, name = ''] = /^\{([^{}]*)\}(?!:\/\/)/.exec(url) ?? [];
  if (whole === undefined) return [url];
  return namedValues(memberOf(variables, name)).map((value) => value + url.slice(whole.length));
}

/** A relative URL is taken from the root: where the document is served nobody knows. */
function serverPath(url: string, variables: unknown): ServerPath {
  const path = url
    .replace(/^[^/]*\/\/[^/]*/, '')
    .replace(/^(\.{1,2}\/)+/, '')
    .replace(/^\.{1,2}$/, '')
    .replace(/\/+$/, '');
  const rooted = path === '' || path.startsWith('/') ? path : `/${path}`;
  const parts = rooted.split(/\{([^{}]*)\}/).map((part, index) => {
    return index % 2 === 0 ? escaped(part) : valuesOf(memberOf(variables, part));
  });
  return { url: rooted, expression: new RegExp(`^${parts.join('')}(?=/|$)`) };
}

/** Without an `enum` a variable may have any value (OpenAPI 3, Server Variable Object). */
function valuesOf(variable: unknown): string {
  const any = Array.isArray(memberOf(variable, 'enum')) ? [] : ['[^/]+'];
  return `(?:${[...namedValues(variable).map(escaped), ...any].join('|')})`;
}

function namedValues(variable: unknown): readonly string[] {
  const values = memberOf(variable, 'enum');
  return [stringMember(variable, 'default'), ...(Array.isArray(values) ? values : [])].filter(
    (value) => typeof value === 'string',
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
