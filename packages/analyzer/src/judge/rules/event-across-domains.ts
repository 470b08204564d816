import { sortSites } from '../../model/sites.ts';
import { distinct, type Rule } from '../context.ts';

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
        const listeners = distinct(heard.map((use) => context.domainOf(use.file))).filter(
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
