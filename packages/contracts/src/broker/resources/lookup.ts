import { notFound, notFoundParticipant } from '../http/reply.ts';
import type { Exchange } from '../http/resource.ts';
import { findPacticipant, type Pacticipant } from '../store/pacticipants.ts';
import type { Pair } from '../store/pacts.ts';
import { findVersion, type Version } from '../store/versions.ts';

/** The value, or the end of the request with a 404. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound();
  return value;
}

export async function pacticipantAt(
  x: Exchange,
  role: 'pacticipant' | 'provider' | 'consumer' = 'pacticipant',
): Promise<Pacticipant> {
  const name = x.path.get(role);
  const pacticipant = await findPacticipant(x.s, name);
  if (pacticipant === undefined) throw notFoundParticipant(role, name);
  return pacticipant;
}

export async function versionAt(x: Exchange): Promise<Version> {
  return found(await findVersion(x.s, x.path.get('pacticipant'), x.path.get('version')));
}

export function pairAt(x: Exchange): Pair {
  return { consumer: x.path.get('consumer'), provider: x.path.get('provider') };
}
