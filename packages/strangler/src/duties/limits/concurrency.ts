import type { ConcurrencyLimit } from '../../model/duties.ts';
import type { Admission, Duty } from '../duty.ts';
import type { Entered, Places } from './places.ts';
import { quotaKey } from './quota-key.ts';

/** A limit that is one for all speaks of the proxy's load (503), one by user of theirs (429). */
export function concurrencyLimit(
  limits: readonly ConcurrencyLimit[],
  places: Places,
  trustForwarded: boolean,
): Duty {
  return {
    name: 'concurrency',
    admit: (visit) => {
      const wanted = limits.map(({ limit, by }, index) => ({
        key: `${index}|${quotaKey(by, visit, trustForwarded)}`,
        limit,
      }));
      let over = false;
      let leave = (): void => undefined;
      // Said before the answer is there: whoever goes meanwhile must not keep the place.
      visit.onLeave(() => {
        over = true;
        leave();
      });
      const judge = (entered: Entered): Admission => {
        if ('full' in entered) return denial(limits[entered.full]);
        if (over) entered.leave();
        else leave = () => entered.leave();
        return undefined;
      };
      const entered = places.enter(wanted);
      return entered instanceof Promise ? entered.then(judge) : judge(entered);
    },
  };
}

function denial(limit: ConcurrencyLimit | undefined): Admission {
  const own = limit?.by.some(({ from }) => from !== 'route' && from !== 'method') === true;
  return {
    status: own ? 429 : 503,
    detail: 'Too many requests are running at the same time.',
    fields: ['Retry-After', '1'],
  };
}
