import { childOf, type DocumentNode, isRecord, memberOf, stringMember } from '../openapi/node.ts';
import type { Place, Recorder } from './recorder.ts';

/** Discriminators help readers choose; what they may choose from is in the alternatives. */
export function diffDiscriminators(
  recorder: Recorder,
  oldSchema: DocumentNode,
  newSchema: DocumentNode,
  place: Place,
): void {
  const old = childOf(oldSchema, 'discriminator');
  const now = childOf(newSchema, 'discriminator');
  const say = (what: string, message: string) =>
    recorder.record({
      rule: `${place.subject}-discriminator-${what}`,
      impact: 'harmless',
      direction: place.direction,
      message: `${place.label}: ${message}.`,
      member: place.member,
      old,
      new: now,
    });
  if (old.value === undefined && now.value === undefined) return;
  if (old.value === undefined || now.value === undefined) {
    if (old.value === undefined) say('added', 'got a discriminator');
    else say('removed', 'lost its discriminator');
    return;
  }
  if (stringMember(old.value, 'propertyName') !== stringMember(now.value, 'propertyName')) {
    say('property-name-changed', 'the discriminator looks at another member');
  }
  const before = mapping(old);
  const after = mapping(now);
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!(name in before)) say('mapping-added', `the discriminator knows "${name}"`);
    else if (!(name in after))
      say('mapping-deleted', `the discriminator does not know "${name}" any more`);
    else if (before[name] !== after[name]) say('mapping-changed', `"${name}" means another schema`);
  }
}

function mapping(discriminator: DocumentNode): Readonly<Record<string, unknown>> {
  const value = memberOf(discriminator.value, 'mapping');
  return isRecord(value) ? value : {};
}
