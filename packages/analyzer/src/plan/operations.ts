import { couldBeAsked } from '../graph/crossing-calls.ts';
import type { Analysis, Call, Site } from '../model/analysis.ts';
import { sortSites } from '../model/sites.ts';

/** Something that others ask of a domain, or that it asks of another. */
export interface Operation {
  /** True where others ask the domain. */
  inbound: boolean;
  subject: string;
  /** The domain that answers. */
  servedBy: string;
  /** The domains at the other side: who asks where inbound, else who answers. */
  others: Set<string>;
  sites: Site[];
}

/** Calls over the border of a domain that pass a test, by what is called and from which side. */
export function operations(
  analysis: Analysis,
  domain: string,
  wanted: (call: Call) => boolean,
  subjectOf: (call: Call) => string,
): Operation[] {
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const found = new Map<string, Operation>();
  for (const call of analysis.calls) {
    const from = domainOf.get(call.file) ?? null;
    const to = domainOf.get(call.to) ?? null;
    if (from === null || to === null || from === to || (from !== domain && to !== domain)) continue;
    if (!couldBeAsked(call) || !wanted(call)) continue;
    const inbound = to === domain;
    const subject = subjectOf(call);
    const key = `${inbound ? 'in' : 'out'}:${subject}`;
    const known = found.get(key) ?? {
      inbound,
      subject,
      servedBy: to,
      others: new Set(),
      sites: [],
    };
    found.set(key, known);
    known.others.add(inbound ? from : to);
    known.sites.push({ file: call.file, line: call.line });
  }
  return [...found.values()].map((one) => ({ ...one, sites: sortSites(one.sites) }));
}
