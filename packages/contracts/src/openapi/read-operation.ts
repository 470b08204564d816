import type { ApiDocument } from './document.ts';
import { type Follow, schemaOf } from './follow.ts';
import {
  childOf,
  type DocumentNode,
  elementsOf,
  memberOf,
  membersOf,
  stringMember,
} from './node.ts';
import type {
  MediaContent,
  MemberEncoding,
  Operation,
  RequestBody,
  Response,
  SecurityRequirement,
} from './operation.ts';
import { readParameter, serializationOf } from './read-parameter.ts';
import { readScheme } from './read-security.ts';
import { readSwaggerBodies } from './swagger2.ts';

/** Where an operation stands in its document. */
export interface OperationSite {
  readonly method: string;
  readonly path: string;
  readonly pathItem: DocumentNode;
  readonly node: DocumentNode;
}

export function readOperation(document: ApiDocument, site: OperationSite): Operation {
  const unresolved: DocumentNode[] = [];
  const follow: Follow = (node) => {
    const target = document.references.follow(node);
    if (target === undefined) unresolved.push(node);
    return target;
  };
  const own = parameterNodes(site.node, follow);
  const shared = parameterNodes(site.pathItem, follow).filter(
    (parameter) => !own.some((other) => sameParameter(parameter, other)),
  );
  const nodes = [...own, ...shared];
  const bodies =
    document.kind === 'swagger-2'
      ? readSwaggerBodies(document.root, site.node, nodes, follow)
      : { requestBody: readRequestBody(site.node, follow), responses: readResponses(site, follow) };
  return {
    method: site.method,
    path: site.path,
    node: site.node,
    parameters: nodes.flatMap((node) => readParameter(node, document.kind) ?? []),
    ...bodies,
    responsesNode: childOf(site.node, 'responses'),
    security: readSecurity(document, site.node, follow),
    unresolved,
  };
}

function parameterNodes(owner: DocumentNode, follow: Follow): readonly DocumentNode[] {
  return elementsOf(childOf(owner, 'parameters')).flatMap((node) => follow(node) ?? []);
}

function sameParameter({ value: a }: DocumentNode, { value: b }: DocumentNode): boolean {
  return memberOf(a, 'name') === memberOf(b, 'name') && memberOf(a, 'in') === memberOf(b, 'in');
}

function readRequestBody(operation: DocumentNode, follow: Follow): RequestBody | undefined {
  const declared = childOf(operation, 'requestBody');
  const node = declared.value === undefined ? undefined : follow(declared);
  if (node === undefined) return undefined;
  const content = readContent(node, follow);
  return {
    required: memberOf(node.value, 'required') === true,
    node,
    types: content.map(({ type }) => type),
    content,
  };
}

function readResponses(site: OperationSite, follow: Follow): readonly Response[] {
  return membersOf(childOf(site.node, 'responses')).flatMap((declared) => {
    const node = follow(declared);
    if (node === undefined) return [];
    const content = readContent(node, follow);
    return {
      status: declared.key.toLowerCase(),
      node,
      types: content.map(({ type }) => type),
      content,
      headers: membersOf(childOf(node, 'headers')).flatMap((header) => {
        const target = follow(header);
        return target === undefined ? [] : readHeader(header.key, target);
      }),
    };
  });
}

function readHeader(name: string, node: DocumentNode): Response['headers'][number] {
  const content = membersOf(childOf(node, 'content'))[0];
  return {
    name,
    node,
    schema: schemaOf(content ?? node),
    contentType: content?.key,
    serialization: { style: 'simple', explode: memberOf(node.value, 'explode') === true },
  };
}

function readContent(owner: DocumentNode, follow: Follow): readonly MediaContent[] {
  return membersOf(childOf(owner, 'content')).flatMap((declared) => {
    const node = follow(declared);
    if (node === undefined) return [];
    return { type: declared.key, node, schema: schemaOf(node), encoding: readEncoding(node) };
  });
}

/** A style counts where one is named; without it the media type of the member does. */
function readEncoding(content: DocumentNode): ReadonlyMap<string, MemberEncoding> {
  return new Map(
    membersOf(childOf(content, 'encoding')).map((member) => {
      const says = (key: string) => memberOf(member.value, key) !== undefined;
      return [
        member.key,
        {
          contentType: stringMember(member.value, 'contentType'),
          serialization:
            says('style') || says('explode') ? serializationOf(member, 'query') : undefined,
        },
      ];
    }),
  );
}

function readSecurity(
  document: ApiDocument,
  operation: DocumentNode,
  follow: Follow,
): readonly SecurityRequirement[] {
  const own = childOf(operation, 'security');
  const effective = own.value === undefined ? childOf(document.root, 'security') : own;
  const schemes =
    document.kind === 'swagger-2'
      ? childOf(document.root, 'securityDefinitions')
      : childOf(childOf(document.root, 'components'), 'securitySchemes');
  return elementsOf(effective).map((requirement) => ({
    schemes: membersOf(requirement).map(({ key }) => {
      const declared = childOf(schemes, key);
      const scheme = declared.value === undefined ? undefined : follow(declared);
      return scheme === undefined ? { kind: 'elsewhere' } : readScheme(scheme.value);
    }),
  }));
}
