import type { Evaluator } from './evaluator.ts';
import { extendedMember, implementedMember } from './implemented-member.ts';
import { isClear, moreTelling } from './more-telling.ts';
import { UNKNOWN, type Value } from './value.ts';

/** That of the one thing which is given for the type, else what the type says of it. */
export function interfaceMember(
  self: Evaluator,
  value: Extract<Value, { t: 'interface' }>,
  name: string,
): Value {
  const { one } = implementedMember(self, value, name);
  if (one?.value.t === 'function') return one.shared ? { ...one.value, self: value } : one.value;
  if (one?.of.t === 'instance' && isClear(one.value)) return one.value;
  const said = declaredMember(self, value, name);
  const declared = said.t === 'callable' ? ofReceiver(said, value, name) : said;
  if (!one || !isClear(one.value) || one.value.t === 'string') return declared;
  return declared.t === 'callable' ? one.value : moreTelling(declared, one.value);
}

/** Whose function it is when it is called: that of what it is asked of, also where a wider type declares it. */
function ofReceiver(
  declared: Extract<Value, { t: 'callable' }>,
  { type, file, typed }: Extract<Value, { t: 'interface' }>,
  member: string,
): Value {
  if (declared.alias && declared.alias.member === undefined) return declared;
  const alias = typed ? { file, type, member, typed } : { file, type, member };
  return { ...declared, alias };
}

function declaredMember(
  self: Evaluator,
  { type, file }: Extract<Value, { t: 'interface' }>,
  name: string,
): Value {
  const member = type.members.find((m) => m.name === name);
  if (member) return self.evaluateType(member.type, file);
  for (const base of type.extends) {
    const found = self.member(self.evaluateType(base, file), name);
    if (found.t !== 'unknown') return found;
  }
  return UNKNOWN;
}

/** What an abstract class only declares, the one class that extends it has. */
export function abstractMember(self: Evaluator, owner: Value, name: string): Value | undefined {
  if (owner.t !== 'instance' || !owner.cls.abstract) return undefined;
  const { one } = extendedMember(self, owner.cls, name);
  if (one?.value.t !== 'function') return undefined;
  return one.shared ? { ...one.value, self: owner } : one.value;
}
