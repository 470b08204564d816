import {
  childOf,
  type DocumentNode,
  elementsOf,
  isRecord,
  memberOf,
  stringMember,
} from '../openapi/node.ts';
import { sameJson } from '../openapi/schema/types.ts';
import { diffDiscriminators } from './diff-discriminators.ts';
import { diffMembers } from './diff-members.ts';
import { diffParts } from './diff-parts.ts';
import { impactOf, type Place } from './recorder.ts';
import { KEYWORD_RULES } from './schema-keywords.ts';
import type { SchemaPair } from './schema-pair.ts';
import { alternativeTypes } from './type-changes.ts';

/** The differences of two schemas and of everything below them. */
export function diffSchemas(
  pair: SchemaPair,
  oldNode: DocumentNode,
  newNode: DocumentNode,
  place: Place,
): void {
  const old = pair.old.follow(oldNode);
  const now = pair.new.follow(newNode);
  if (old === undefined || now === undefined || !isNew(pair, old.value, now.value)) return;
  diffWrapping(pair, old, now, place);
  for (const rule of KEYWORD_RULES) {
    for (const change of rule(old.value, now.value, place.direction)) {
      if (place.direction === 'response' && change.rule === 'became-enum') continue;
      const parameterDefault =
        place.subject === 'request-parameter' && change.keyword === 'default';
      pair.recorder.record({
        rule: ruleName(place, change.rule),
        impact: parameterDefault
          ? 'breaking'
          : (change.impact ?? impactOf(change.effect, place.direction)),
        direction: place.direction,
        message: `${place.label} ${change.message}.`,
        member: place.member,
        old: keywordOf(old, change.keyword),
        new: keywordOf(now, change.keyword),
      });
    }
  }
  diffDiscriminators(pair.recorder, old, now, place);
  diffAlternatives(pair, old, now, place);
  diffMembers(pair, old, now, place, diffSchemas);
  diffElements(pair, old, now, place);
  diffParts(pair, old, now, place, diffSchemas);
}

function isNew({ compared }: SchemaPair, old: unknown, now: unknown): boolean {
  const with_ = compared.get(old) ?? new Set();
  if (with_.has(now)) return false;
  compared.set(old, with_.add(now));
  return true;
}

/** Requests have no name for a type that became special: any value may be refused now. */
function ruleName({ subject, direction }: Place, rule: string): string {
  if (subject === 'response-body' && rule === 'enum-value-removed') {
    return 'response-mediatype-enum-value-removed';
  }
  const special =
    rule === 'type-specialized' &&
    direction === 'request' &&
    !subject.includes('parameter-property');
  return `${subject}-${special ? 'type-changed' : rule}`;
}

function keywordOf(node: DocumentNode, keyword: string): DocumentNode {
  const member = childOf(node, keyword);
  return member.value === undefined ? node : member;
}

function diffElements(pair: SchemaPair, old: DocumentNode, now: DocumentNode, place: Place): void {
  for (const keyword of ['items', 'additionalProperties'] as const) {
    const before = childOf(old, keyword);
    const after = childOf(now, keyword);
    if (!isRecord(before.value) || !isRecord(after.value)) continue;
    const inside = { ...place, member: [...place.member, '*'], label: `${place.label}[]` };
    diffSchemas(pair, before, after, inside);
  }
}

/** A schema of its own that became a choice of several: readers and writers have to choose now. */
function diffWrapping(pair: SchemaPair, old: DocumentNode, now: DocumentNode, place: Place): void {
  const branches = elementsOf(childOf(now, 'oneOf'));
  const own = memberOf(old.value, 'properties') ?? memberOf(old.value, 'type');
  const composed = memberOf(old.value, 'oneOf') ?? memberOf(old.value, 'anyOf');
  if (!place.subject.endsWith('-body') || branches.length < 2) return;
  if (own === undefined || composed !== undefined) return;
  pair.recorder.record({
    rule: `${place.subject}-wrapped-in-one-of`,
    impact: 'breaking',
    direction: place.direction,
    message: `${place.label} is one of several alternatives now.`,
    member: place.member,
    old,
    new: childOf(now, 'oneOf'),
  });
}

const COMPOSITIONS = [
  ['allOf', 'all-of'],
  ['oneOf', 'one-of'],
  ['anyOf', 'any-of'],
] as const;

function diffAlternatives(
  pair: SchemaPair,
  old: DocumentNode,
  now: DocumentNode,
  place: Place,
): void {
  // Alternatives that say nothing but their type were compared as a list of types.
  if (alternativeTypes(old.value) !== undefined || alternativeTypes(now.value) !== undefined)
    return;
  for (const [keyword, name] of COMPOSITIONS) {
    const before = elementsOf(childOf(old, keyword));
    const after = elementsOf(childOf(now, keyword));
    const twins = new Map(
      before.flatMap((one) => {
        const twin = after.find((other) => isSame(one, other));
        return twin === undefined ? [] : [[one, twin] as const];
      }),
    );
    for (const [one, twin] of twins) diffSchemas(pair, one, twin, place);
    const removed = before.filter((one) => !twins.has(one));
    const added = after.filter((one) => ![...twins.values()].includes(one));
    for (const [how, nodes] of [
      ['removed', removed],
      ['added', added],
    ] as const) {
      if (nodes.length === 0) continue;
      // Another part of allOf is another demand; another alternative is another freedom.
      const effect = (how === 'added') === (keyword === 'allOf') ? 'narrower' : 'wider';
      const lenient = keyword === 'anyOf' && place.direction === 'response';
      const annotations = keyword === 'allOf' && nodes.every(isAnnotation);
      const loosened = keyword === 'allOf' && how === 'removed' && place.direction === 'request';
      pair.recorder.record({
        rule: `${place.subject}-${name}-${how}${annotations ? '-annotation-only' : ''}`,
        impact: annotations
          ? 'harmless'
          : loosened
            ? 'risky'
            : lenient
              ? 'harmless'
              : keyword === 'allOf' && place.direction === 'response'
                ? 'harmless'
                : impactOf(effect, place.direction),
        direction: place.direction,
        message: `${place.label}: ${nodes.length} of "${keyword}" ${how}.`,
        member: place.member,
        old: childOf(old, keyword),
        new: childOf(now, keyword),
      });
    }
  }
}

const ANNOTATIONS = [
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
  '$comment',
  'externalDocs',
];

function isAnnotation({ value }: DocumentNode): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).every((key) => ANNOTATIONS.includes(key) || key.startsWith('x-'))
  );
}

/** Alternatives are the same by their reference, their title or their whole content. */
function isSame(one: DocumentNode, other: DocumentNode): boolean {
  const reference = stringMember(one.value, '$ref');
  if (reference !== undefined) return reference === stringMember(other.value, '$ref');
  const title = stringMember(one.value, 'title');
  if (title !== undefined && title === stringMember(other.value, 'title')) return true;
  return sameJson(one.value, other.value);
}
