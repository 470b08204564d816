import { parseQueryString, type QueryPair } from '../pact/query-string.ts';
import type { ApiDocument } from './document.ts';
import { childOf, type DocumentNode, isRecord, membersOf, stringMember } from './node.ts';
import type { Operation } from './operation.ts';
import {
  compileTemplate,
  matchTemplate,
  moreConcrete,
  type PathTemplate,
} from './path-template.ts';
import { readOperation } from './read-operation.ts';
import { behind, fixedPath, type ServerPath, serverPaths } from './servers.ts';

export const METHODS: readonly string[] = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
];

export interface RoutingOptions {
  /** In front of every path, in place of what the description says. */
  readonly basePath?: string | undefined;
  readonly caseInsensitive?: boolean | undefined;
}

export interface RoutedOperation {
  readonly operation: Operation;
  /** As they stand in the path, still percent-encoded. */
  readonly pathParameters: ReadonlyMap<string, string>;
  /** What some documents write behind a path, although OpenAPI does not know it: `/things?v=1`. */
  readonly fixedQuery: readonly QueryPair[];
}

interface Route {
  readonly template: PathTemplate;
  readonly path: string;
  readonly pathItem: DocumentNode;
  readonly fixedQuery: readonly QueryPair[];
}

/** The paths of a description. Operations are read when the first request gets to them. */
export class Routes {
  readonly #document: ApiDocument;
  readonly #bySegments = new Map<number, Route[]>();
  readonly #operations = new Map<unknown, Operation>();
  readonly #servers: readonly ServerPath[];
  /** Set where one path is in front of all operations, whatever their servers are. */
  readonly #fixed: boolean;

  constructor(document: ApiDocument, options: RoutingOptions = {}) {
    this.#document = document;
    const fixed = options.basePath ?? basePathOf(document);
    this.#fixed = fixed !== undefined;
    this.#servers = fixed === undefined ? allServers(document) : [fixedPath(fixed)];
    for (const pathItem of membersOf(childOf(document.root, 'paths'))) {
      if (pathItem.key.startsWith('x-')) continue;
      const [path = '', query = ''] = (pathItem.key.split('#')[0] ?? '').split('?');
      const rooted = path.startsWith('/') ? path : `/${path}`;
      const template = compileTemplate(rooted, options.caseInsensitive === true);
      const routes = this.#bySegments.get(template.segments.length) ?? [];
      const fixedQuery = parseQueryString(query);
      routes.push({ template, path: pathItem.key, pathItem, fixedQuery });
      this.#bySegments.set(template.segments.length, routes);
    }
    for (const routes of this.#bySegments.values()) {
      routes.sort((a, b) => moreConcrete(a.template, b.template));
    }
  }

  /** Candidates from the most concrete template to the least; several only if they overlap. */
  *find(method: string, path: string): Generator<RoutedOperation> {
    const wanted = method.toLowerCase();
    const rooted = path.startsWith('/') ? path : `/${path}`;
    for (const server of this.#servers) {
      const inside = behind(server, rooted);
      if (inside === undefined) continue;
      const segments = inside.split('/').slice(1);
      for (const route of this.#bySegments.get(segments.length) ?? []) {
        const matches = matchTemplate(route.template, segments);
        const operation = matches.length === 0 ? undefined : this.#operation(route, wanted);
        if (operation === undefined || !this.#isServedAt(server, route, operation)) continue;
        for (const pathParameters of matches) {
          yield { operation, pathParameters, fixedQuery: route.fixedQuery };
        }
      }
    }
  }

  /**
   * Servers of an operation replace those of its path item, and those the ones of the document. They
   * may be gateways that the consumer never sees, so their path may also be left out.
   */
  #isServedAt({ url }: ServerPath, { pathItem }: Route, { node }: Operation): boolean {
    if (this.#fixed || url === '') return true;
    const item = withSiblings(pathItem, this.#document);
    const servers =
      serverPaths(node) ?? serverPaths(item) ?? serverPaths(this.#document.root) ?? [];
    return servers.some((server) => server.url === url);
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

/** Swagger 2 says where its paths start. */
function basePathOf({ kind, root }: ApiDocument): string | undefined {
  return kind === 'swagger-2' ? stringMember(root.value, 'basePath') : undefined;
}

/** Every path that some server puts in front, and none. */
function allServers(document: ApiDocument): readonly ServerPath[] {
  const pathItems = membersOf(childOf(document.root, 'paths')).map((item) =>
    withSiblings(item, document),
  );
  const owners = [document.root, ...pathItems, ...pathItems.flatMap(membersOf)];
  const servers = [fixedPath(''), ...owners.flatMap((owner) => serverPaths(owner) ?? [])];
  return [...new Map(servers.map((server) => [server.expression.source, server])).values()];
}
