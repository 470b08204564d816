import type { Duty } from '../duty.ts';
import { withoutFields } from '../fields.ts';
import type { Mint } from './mint.ts';

/** Says to each upstream, in a token for it alone, who the request comes from. */
export function downstreamToken(
  mint: Mint,
  /** Audience by name of the upstream. */
  audiences: Readonly<Record<string, string>>,
): Duty {
  const { header } = mint.settings;
  const replaces = header.toLowerCase();
  return {
    name: 'downstream-token',
    send: ({ identity }, outgoing) => {
      if (identity === undefined) return;
      const token = mint.token(identity, audiences[outgoing.upstream] ?? outgoing.upstream);
      if (replaces === 'authorization') {
        outgoing.head = withoutFields(outgoing.head, (name) => name === replaces);
        outgoing.extra.push(header, `Bearer ${token}`);
      } else outgoing.extra.push(header, token);
    },
  };
}
