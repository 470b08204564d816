import { childOf, type DocumentNode, elementsOf, memberOf, stringMember } from '../openapi/node.ts';
import type { Operation } from '../openapi/operation.ts';
import type { References } from '../openapi/references.ts';
import { sameJson } from '../openapi/schema/types.ts';
import { diffParameters } from './diff-parameters.ts';
import { diffRequestBodies } from './diff-request-bodies.ts';
import { diffResponses } from './diff-responses.ts';
import type { Change } from './model.ts';
import { type Recorder, recorder } from './recorder.ts';
import type { SchemaPair } from './schema-pair.ts';

interface Side {
  readonly operations: readonly Operation[];
  readonly references: References;
}

/** Operations that came, went, or changed. A path is the same whatever its parameters are called. */
export function diffOperations(old: Side, now: Side, changes: Change[]): void {
  const twins = new Map(now.operations.map((operation) => [keyOf(operation), operation]));
  const paths = new Set(now.operations.map(({ path }) => anonymous(path)));
  for (const operation of old.operations) {
    const twin = twins.get(keyOf(operation));
    const record = recorder(changes, operation);
    if (twin === undefined) recordRemoved(record, operation, paths.has(anonymous(operation.path)));
    else
      diffOperation(
        { old: old.references, new: now.references, recorder: record, compared: new Map() },
        operation,
        twin,
      );
  }
  const before = new Set(old.operations.map(keyOf));
  for (const operation of now.operations) {
    if (before.has(keyOf(operation))) continue;
    recorder(changes, operation).record({
      rule: 'endpoint-added',
      impact: 'harmless',
      message: `${named(operation)} was added.`,
      new: operation.node,
    });
  }
}

function keyOf({ method, path }: Operation): string {
  return `${method} ${anonymous(path)}`;
}

function anonymous(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}');
}

function named({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`;
}

function recordRemoved(record: Recorder, operation: Operation, pathRemains: boolean): void {
  const deprecated = memberOf(operation.node.value, 'deprecated') === true;
  record.record({
    rule: `api-${pathRemains ? '' : 'path-'}removed-${deprecated ? 'with' : 'without'}-deprecation`,
    impact: deprecated ? 'risky' : 'breaking',
    message: `${named(operation)} was removed${deprecated ? ', after it was deprecated' : ''}.`,
    old: operation.node,
  });
}

function diffOperation(pair: SchemaPair, old: Operation, now: Operation): void {
  diffDeprecation(pair.recorder, old, now);
  diffNames(pair.recorder, old.node, now.node);
  diffSecurity(pair.recorder, old, now);
  diffParameters(pair, old, now);
  diffRequestBodies(fresh(pair), old, now);
  diffResponses(fresh(pair), old, now);
}

/** The same schema in a request and in a response is two comparisons. */
function fresh(pair: SchemaPair): SchemaPair {
  return { ...pair, compared: new Map() };
}

function diffDeprecation({ record }: Recorder, old: Operation, now: Operation): void {
  const was = memberOf(old.node.value, 'deprecated') === true;
  const is = memberOf(now.node.value, 'deprecated') === true;
  if (was === is) return;
  const sunset = memberOf(now.node.value, 'x-sunset') !== undefined;
  record({
    rule: is ? `endpoint-deprecated${sunset ? '-with-sunset' : ''}` : 'endpoint-reactivated',
    impact: 'harmless',
    message: `${named(now)} is ${is ? 'deprecated now' : 'not deprecated any more'}.`,
    old: old.node,
    new: now.node,
  });
}

function diffNames({ record }: Recorder, old: DocumentNode, now: DocumentNode): void {
  const before = stringMember(old.value, 'operationId');
  const after = stringMember(now.value, 'operationId');
  if (before !== after) {
    if (before !== undefined) {
      record({
        rule: 'api-operation-id-removed',
        impact: 'harmless',
        message: `The operationId "${before}" is gone.`,
        old,
        new: now,
      });
    }
    if (after !== undefined) {
      record({
        rule: 'api-operation-id-added',
        impact: 'harmless',
        message: `The operationId is "${after}".`,
        old,
        new: now,
      });
    }
  }
  const tagsOf = (node: DocumentNode) =>
    elementsOf(childOf(node, 'tags')).map(({ value }) => String(value));
  for (const tag of tagsOf(old)) {
    if (tagsOf(now).includes(tag)) continue;
    record({
      rule: 'api-tag-removed',
      impact: 'harmless',
      message: `The tag "${tag}" is gone.`,
      old,
      new: now,
    });
  }
  for (const tag of tagsOf(now)) {
    if (tagsOf(old).includes(tag)) continue;
    record({
      rule: 'api-tag-added',
      impact: 'harmless',
      message: `The tag "${tag}" was added.`,
      old,
      new: now,
    });
  }
}

function diffSecurity({ record }: Recorder, old: Operation, now: Operation): void {
  const before = elementsOf(childOf(old.node, 'security'));
  const after = elementsOf(childOf(now.node, 'security'));
  const has = (list: readonly DocumentNode[], one: DocumentNode) =>
    list.some((other) =>
      sameJson(Object.keys(asObject(other)).sort(), Object.keys(asObject(one)).sort()),
    );
  for (const requirement of before) {
    if (has(after, requirement)) continue;
    // One way in less may be the one that a consumer goes.
    record({
      rule: 'api-security-removed',
      impact: after.length === 0 ? 'harmless' : 'risky',
      direction: 'request',
      message: `${named(now)} does not take ${words(requirement)} any more.`,
      old: requirement,
      new: now.node,
    });
  }
  for (const requirement of after) {
    if (has(before, requirement)) continue;
    record({
      rule: 'api-security-added',
      impact: before.length === 0 ? 'risky' : 'harmless',
      direction: 'request',
      message: `${named(now)} takes ${words(requirement)}.`,
      old: old.node,
      new: requirement,
    });
  }
  diffScopes(record, before, after);
}

function diffScopes(
  record: Recorder['record'],
  before: readonly DocumentNode[],
  after: readonly DocumentNode[],
): void {
  const scopes = (list: readonly DocumentNode[]) =>
    new Set(
      list.flatMap((one) =>
        Object.entries(asObject(one)).flatMap(([scheme, names]) =>
          Array.isArray(names) ? names.map((name) => `${scheme}: ${name}`) : [],
        ),
      ),
    );
  const schemes = (list: readonly DocumentNode[]) =>
    new Set(list.flatMap((one) => Object.keys(asObject(one))));
  const both = [...schemes(before)].filter((scheme) => schemes(after).has(scheme));
  const kept = (scope: string) => both.some((scheme) => scope.startsWith(`${scheme}: `));
  for (const scope of scopes(before)) {
    if (scopes(after).has(scope) || !kept(scope)) continue;
    record({
      rule: 'api-security-scope-removed',
      impact: 'harmless',
      direction: 'request',
      message: `The scope ${scope} is not asked for any more.`,
    });
  }
  for (const scope of scopes(after)) {
    if (scopes(before).has(scope) || !kept(scope)) continue;
    record({
      rule: 'api-security-scope-added',
      impact: 'risky',
      direction: 'request',
      message: `The scope ${scope} is asked for.`,
    });
  }
}

function asObject({ value }: DocumentNode): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function words(requirement: DocumentNode): string {
  return Object.keys(asObject(requirement)).join(' with ') || 'requests without credentials';
}
