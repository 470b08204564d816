import { notFoundParticipant } from '../http/reply.ts';
import type { Exchange } from '../http/resource.ts';
import { findPacticipant, type Pacticipant } from '../store/pacticipants.ts';

/** The applications that the path of a webhook resource names. */
export interface Scope {
  readonly consumer: Pacticipant | undefined;
  readonly provider: Pacticipant | undefined;
}

/** Throws a 404 that names the missing side. */
export async function scopeAt(x: Exchange): Promise<Scope> {
  const side = async (role: 'consumer' | 'provider') => {
    if (!x.path.has(role)) return undefined;
    const name = x.path.get(role);
    const pacticipant = await findPacticipant(x.s, name);
    if (pacticipant === undefined) throw notFoundParticipant(role, name);
    return pacticipant;
  };
  return { consumer: await side('consumer'), provider: await side('provider') };
}
