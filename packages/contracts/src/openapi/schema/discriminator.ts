import {
  childOf,
  type DocumentNode,
  elementsOf,
  isRecord,
  memberOf,
  membersOf,
  rootNode,
  stringMember,
} from '../node.ts';
import type { References } from '../references.ts';

/** What a discriminator says about a value. */
export type Discriminated =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'branch';
      readonly node: DocumentNode;
      readonly replaces: 'oneOf' | 'anyOf' | undefined;
    }
  | {
      readonly kind: 'unknown';
      readonly node: DocumentNode;
      readonly message: string;
      readonly replaces: 'oneOf' | 'anyOf' | undefined;
    };

const NONE: Discriminated = { kind: 'none' };

/**
 * Picks the schema that a discriminator names (OpenAPI 3, Discriminator Object): among alternatives,
 * or among the schemas that inherit from this one with `allOf`.
 */
export function discriminated(
  schema: DocumentNode,
  value: unknown,
  references: References,
): Discriminated {
  const node = childOf(schema, 'discriminator');
  // Swagger 2 has the name of the property alone.
  const property =
    typeof node.value === 'string' ? node.value : stringMember(node.value, 'propertyName');
  if (property === undefined || !isRecord(value)) return NONE;
  const name = memberOf(value, property);
  const fallback = defaultOf(node, references);
  // An answer in a pact is a part of the whole: that it does not name the member means nothing.
  if (typeof name !== 'string') return NONE;
  const keyword = ['oneOf', 'anyOf'].find((key) => Array.isArray(memberOf(schema.value, key)));
  const replaces = keyword === 'oneOf' || keyword === 'anyOf' ? keyword : undefined;
  const branch =
    replaces === undefined
      ? inheriting(schema, node, name, references)
      : among(elementsOf(childOf(schema, replaces)), node, name, references);
  if (branch === 'any') return NONE;
  const meant = branch ?? fallback;
  if (meant !== undefined) return { kind: 'branch', node: meant, replaces };
  const message = `must have a "${property}" that the discriminator knows, not "${name}"`;
  return { kind: 'unknown', node, message, replaces };
}

/** A name means what the mapping says, else the schema of that name. */
function among(
  branches: readonly DocumentNode[],
  discriminator: DocumentNode,
  name: string,
  references: References,
): DocumentNode | 'any' | undefined {
  const mapped = mappedTo(discriminator, name, references);
  const targets = branches.map((branch) => references.follow(branch));
  if (mapped !== undefined) {
    const position = targets.findIndex((target) => target?.value === mapped.value);
    return position === -1 ? mapped : branches[position];
  }
  const named = branches.find(
    (branch) => stringMember(branch.value, '$ref')?.split('/').at(-1)?.replace(/^#/, '') === name,
  );
  if (named !== undefined) return named;
  // Inline alternatives have no name; their own `const` or `enum` tells them apart.
  return branches.some((branch) => stringMember(branch.value, '$ref') === undefined)
    ? 'any'
    : undefined;
}

function inheriting(
  base: DocumentNode,
  discriminator: DocumentNode,
  name: string,
  references: References,
): DocumentNode | 'any' | undefined {
  const mapped = mappedTo(discriminator, name, references);
  if (mapped !== undefined) return mapped;
  const schemas = schemasOf(base);
  const named = childOf(schemas, name);
  if (named.value === base.value) return 'any';
  if (isRecord(named.value) && inherits(named, base, references)) return named;
  const known = membersOf(schemas).some((schema) => inherits(schema, base, references));
  return known || isRecord(memberOf(discriminator.value, 'mapping')) ? undefined : 'any';
}

/** OpenAPI 3.2: the schema of values that no mapping and no name stands for. */
function defaultOf(discriminator: DocumentNode, references: References): DocumentNode | undefined {
  const target = stringMember(discriminator.value, 'defaultMapping');
  return target === undefined ? undefined : schemaAt(target, discriminator, references);
}

function mappedTo(
  discriminator: DocumentNode,
  name: string,
  references: References,
): DocumentNode | undefined {
  const target = stringMember(memberOf(discriminator.value, 'mapping'), name);
  return target === undefined ? undefined : schemaAt(target, discriminator, references);
}

/** A name of a schema, or a reference to one. */
function schemaAt(
  target: string,
  discriminator: DocumentNode,
  references: References,
): DocumentNode | undefined {
  const named = /^[\w.-]+$/.test(target) ? childOf(schemasOf(discriminator), target) : undefined;
  return isRecord(named?.value) ? named : references.resolve(target, discriminator);
}

function schemasOf({ file }: DocumentNode): DocumentNode {
  const root = rootNode(file);
  const components = childOf(childOf(root, 'components'), 'schemas');
  return components.value === undefined ? childOf(root, 'definitions') : components;
}

function inherits(
  schema: DocumentNode,
  base: DocumentNode,
  references: References,
  seen: ReadonlySet<unknown> = new Set(),
): boolean {
  if (seen.has(schema.value)) return false;
  const met = new Set(seen).add(schema.value);
  return elementsOf(childOf(schema, 'allOf')).some((part) => {
    if (stringMember(part.value, '$ref') === undefined) return false;
    const target = references.follow(part);
    if (target === undefined) return false;
    return target.value === base.value || inherits(target, base, references, met);
  });
}
