import type { ApiDocument } from './document.ts';
import {
  childOf,
  type DocumentNode,
  elementsOf,
  isRecord,
  membersOf,
  stringMember,
} from './node.ts';
import type { Operation } from './operation.ts';
import {
  compileTemplate,
  matchTemplate,
  moreConcrete,
  type PathTemplate,
} from './path-template.ts';
import { readOperation } from './read-operation.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

export interface RoutingOptions {
  /** In front of every path, in place of what the description says. */
  readonly basePath?: string | undefined;
  readonly caseInsensitive?: boolean | undefined;
}

export interface RoutedOperation {
  readonly operation: Operation;
  /** As they stand in the path, still percent-encoded. */
  readonly pathParameters: ReadonlyMap<string, string>;
}

interface Route {
  readonly template: PathTemplate;
  readonly path: string;
  readonly pathItem: DocumentNode;
}

/** The paths of a description. Operations are read when the first request gets to them. */
export class Routes {
  readonly #document: ApiDocument;
  readonly #bySegments = new Map<number, Route[]>();
  readonly #operations = new Map<unknown, Operation>();
  readonly #prefixes: readonly string[];

  constructor(document: ApiDocument, options: RoutingOptions = {}) {
    this.#document = document;
    this.#prefixes = prefixesOf(document, options);
    for (const pathItem of membersOf(childOf(document.root, 'paths'))) {
      if (!pathItem.key.startsWith('/')) continue;
      const template = compileTemplate(pathItem.key, options.caseInsensitive === true);
      const routes = this.#bySegments.get(template.segments.length) ?? [];
      routes.push({ template, path: pathItem.key, pathItem });
      this.#bySegments.set(template.segments.length, routes);
    }
    for (const routes of this.#bySegments.values()) {
      routes.sort((a, b) => moreConcrete(a.template, b.template));
    }
  }

  /** Candidates from the most concrete template to the least; several only if they overlap. */
  *find(method: string, path: string): Generator<RoutedOperation> {
    const wanted = method.toLowerCase();
    for (const inside of pathsInside(path, this.#prefixes)) {
      const segments = inside.split('/').slice(1);
      for (const route of this.#bySegments.get(segments.length) ?? []) {
        const pathParameters = matchTemplate(route.template, segments);
        const operation = pathParameters === undefined ? undefined : this.#operation(route, wanted);
        if (pathParameters !== undefined && operation !== undefined) {
          yield { operation, pathParameters };
        }
      }
    }
  }

  /** Every operation, in the order of the description. */
  *all(): Generator<Operation> {
    for (const pathItem of membersOf(childOf(this.#document.root, 'paths'))) {
      const route = { path: pathItem.key, pathItem };
      const item = this.#document.references.follow(pathItem) ?? pathItem;
      const added = membersOf(childOf(item, 'additionalOperations')).map(({ key }) => key);
      for (const method of [...METHODS, ...added.map((name) => name.toLowerCase())]) {
        const operation = this.#operation(route, method);
        if (operation !== undefined) yield operation;
      }
    }
  }

  #operation(route: Pick<Route, 'path' | 'pathItem'>, method: string): Operation | undefined {
    const pathItem = withSiblings(route.pathItem, this.#document);
    const node = METHODS.includes(method)
      ? childOf(pathItem, method)
      : membersOf(childOf(pathItem, 'additionalOperations')).find(
          ({ key }) => key.toLowerCase() === method,
        );
    if (node === undefined || !isRecord(node.value)) return undefined;
    let operation = this.#operations.get(node.value);
    if (operation === undefined || operation.path !== route.path) {
      operation = readOperation(this.#document, { method, path: route.path, pathItem, node });
      this.#operations.set(node.value, operation);
    }
    return operation;
  }
}

function withSiblings(pathItem: DocumentNode, document: ApiDocument): DocumentNode {
  return document.references.follow(pathItem) ?? pathItem;
}

/** The request path without the prefixes that servers may have; as it stands always last. */
function pathsInside(path: string, prefixes: readonly string[]): readonly string[] {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const inside = prefixes.flatMap((prefix) => {
    const template = prefix.split('/');
    const segments = rooted.split('/');
    const matches = template.every(
      (segment, index) => /^\{.*\}$/.test(segment) || segment === segments[index],
    );
    return matches ? `/${segments.slice(template.length).join('/')}` : [];
  });
  return [...new Set(inside)];
}

/**
 * Swagger 2 says where its paths start. The servers of OpenAPI 3 may be gateways that the consumer
 * never sees, so their prefix is optional.
 */
function prefixesOf(document: ApiDocument, options: RoutingOptions): readonly string[] {
  const fixed =
    options.basePath ??
    (document.kind === 'swagger-2' ? stringMember(document.root.value, 'basePath') : undefined);
  if (fixed !== undefined) return [trimmed(fixed)];
  const pathItems = membersOf(childOf(document.root, 'paths'));
  const owners = [document.root, ...pathItems, ...pathItems.flatMap(membersOf)];
  const servers = owners.flatMap((owner) =>
    elementsOf(childOf(owner, 'servers')).flatMap(({ value }) => {
      const url = stringMember(value, 'url');
      return url === undefined ? [] : trimmed(url.replace(/^([a-z][\w+.-]*:)?\/\/[^/]*/i, ''));
    }),
  );
  return [...new Set(['', ...servers])];
}

function trimmed(prefix: string): string {
  const rooted = prefix === '' || prefix.startsWith('/') ? prefix : `/${prefix}`;
  return rooted.replace(/\/+$/, '');
}
