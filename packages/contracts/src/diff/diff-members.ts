import { childOf, type DocumentNode, memberOf, membersOf } from '../openapi/node.ts';
import type { Impact } from './model.ts';
import type { Place } from './recorder.ts';
import type { DiffSchemas, SchemaPair } from './schema-pair.ts';

/** Members that came, went, or changed. */
export function diffMembers(
  pair: SchemaPair,
  old: DocumentNode,
  now: DocumentNode,
  place: Place,
  diffSchemas: DiffSchemas,
): void {
  const before = childOf(old, 'properties');
  const after = childOf(now, 'properties');
  const wasRequired = requiredNames(old);
  const isRequired = requiredNames(now);
  for (const member of membersOf(before)) {
    const twin = childOf(after, member.key);
    const inside = memberPlace(place, member.key);
    if (twin.value === undefined) {
      recordRemoved(pair, member, inside, wasRequired.has(member.key));
      continue;
    }
    recordRequired(
      pair,
      member,
      twin,
      inside,
      wasRequired.has(member.key),
      isRequired.has(member.key),
    );
    recordVisibility(pair, member, twin, inside, isRequired.has(member.key));
    diffSchemas(pair, member, twin, inside);
  }
  for (const member of membersOf(after)) {
    if (childOf(before, member.key).value !== undefined) continue;
    recordAdded(pair, member, memberPlace(place, member.key), isRequired.has(member.key));
  }
}

const MEMBER_SUBJECTS: Readonly<Record<string, string>> = {
  'request-parameter': 'request-parameter-property',
  'request-parameter-property': 'request-parameter-property',
};

function memberPlace(place: Place, name: string): Place {
  const subject = MEMBER_SUBJECTS[place.subject] ?? `${place.direction}-property`;
  const label = place.member.length === 0 ? `${place.label} "${name}"` : `${place.label}."${name}"`;
  return { ...place, subject, member: [...place.member, name], label };
}

function requiredNames(schema: DocumentNode): ReadonlySet<unknown> {
  const names = memberOf(schema.value, 'required');
  return new Set(Array.isArray(names) ? names : []);
}

function recordRemoved(
  { recorder, old }: SchemaPair,
  node: DocumentNode,
  place: Place,
  required: boolean,
): void {
  const hidden = memberOf(old.follow(node)?.value, 'writeOnly') === true;
  const response = `response-${required ? 'required' : 'optional'}${hidden ? '-write-only' : ''}-property-removed`;
  const inResponse: Impact = hidden ? 'harmless' : required ? 'breaking' : 'risky';
  recorder.record({
    rule: place.direction === 'request' ? `${place.subject}-removed` : response,
    impact: place.direction === 'request' ? 'risky' : inResponse,
    direction: place.direction,
    message: `${place.label} was removed.`,
    member: place.member,
    old: node,
  });
}

function recordAdded(
  { recorder, new: references }: SchemaPair,
  node: DocumentNode,
  place: Place,
  required: boolean,
): void {
  const schema = references.follow(node)?.value;
  const hidden = memberOf(schema, 'writeOnly') === true;
  const byDefault = memberOf(schema, 'default') !== undefined;
  const kind = required ? 'required' : 'optional';
  const request = `new-${kind}-request-property${required && byDefault ? '-with-default' : ''}`;
  recorder.record({
    rule:
      place.direction === 'request'
        ? request
        : `response-${kind}${hidden ? '-write-only' : ''}-property-added`,
    impact: place.direction === 'request' && required && !byDefault ? 'breaking' : 'harmless',
    direction: place.direction,
    message: `${place.label} was added${required ? ', and is required' : ''}.`,
    member: place.member,
    new: node,
  });
}

function recordRequired(
  { recorder, new: references }: SchemaPair,
  old: DocumentNode,
  now: DocumentNode,
  place: Place,
  was: boolean,
  is: boolean,
): void {
  if (was === is) return;
  const byDefault = memberOf(references.follow(now)?.value, 'default') !== undefined;
  const hurts = place.direction === 'request' ? is : was;
  const suffix = is && byDefault && place.direction === 'request' ? '-with-default' : '';
  recorder.record({
    rule: `${place.subject}-became-${is ? 'required' : 'optional'}${suffix}`,
    impact: hurts ? 'breaking' : 'harmless',
    direction: place.direction,
    message: `${place.label} became ${is ? 'required' : 'optional'}.`,
    member: place.member,
    old,
    new: now,
  });
}

function recordVisibility(
  { recorder, old: before, new: after }: SchemaPair,
  old: DocumentNode,
  now: DocumentNode,
  place: Place,
  required: boolean,
): void {
  for (const [flag, name] of [
    ['readOnly', 'read-only'],
    ['writeOnly', 'write-only'],
  ] as const) {
    const was = memberOf(before.follow(old)?.value, flag) === true;
    const is = memberOf(after.follow(now)?.value, flag) === true;
    if (was === is) continue;
    const hurts = place.direction === 'response' && flag === 'writeOnly' && is;
    recorder.record({
      rule: `${place.direction}-${required ? 'required' : 'optional'}-property-became-${is ? '' : 'not-'}${name}`,
      impact: hurts ? 'risky' : 'harmless',
      direction: place.direction,
      message: `${place.label} is ${is ? '' : 'not '}${flag}${is ? ' now' : ' any more'}.`,
      member: place.member,
      old,
      new: now,
    });
  }
}
