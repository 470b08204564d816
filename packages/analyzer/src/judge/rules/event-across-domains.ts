import { registeredCalls } from '../../graph/handlers.ts';
import type { EventUse } from '../../model/analysis.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, type JudgeContext, type Rule } from '../context.ts';

/** An in-process event that other domains listen to: a message contract in waiting. */
export const eventAcrossDomains: Rule = {
  name: 'event-across-domains',
  judge: (context) => {
    const names = distinct(context.facts.events.map((use) => use.name));
    return names.flatMap((event) => {
      const uses = context.facts.events.filter((use) => use.name === event);
      const emits = uses.filter((use) => use.role === 'emit');
      const heard = uses.filter((use) => use.role === 'listen');
      return distinct(emits.map((use) => context.domainOf(use.file))).flatMap((emitter) => {
        const listeners = distinct(heard.flatMap((use) => hearers(context, use))).filter(
          (domain) => domain !== emitter,
        );
        if (listeners.length === 0) return [];
        return [
          {
            kind: 'event-across-domains' as const,
            id: `event-across-domains:${event}:${emitter}`,
            severity: 'low' as const,
            domains: [emitter, ...listeners].sort(),
            sites: sortSites(uses.map(({ file, line }) => ({ file, line }))),
            event,
            emitter,
            listeners,
          },
        ];
      });
    });
  },
};

/** Domain of the listener; where it is only wired, the domains of what it calls. */
function hearers(context: JudgeContext, use: EventUse): (string | null)[] {
  const own = context.domainOf(use.file);
  if (own !== null) return [own];
  return registeredCalls(context.facts, use, context.facts.events).map((call) =>
    context.domainOf(call.to),
  );
}
