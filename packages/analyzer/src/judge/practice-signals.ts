import type { Practice, PracticeName, Signal } from '../model/analysis.ts';

const DELIVERY: readonly PracticeName[] = [
  'continuous-integration',
  'tests',
  'migrations',
  'deployment',
];
const OBSERVABILITY: readonly PracticeName[] = ['tracing', 'metrics', 'health-check'];
const ENOUGH_DELIVERY = 3;
const ENOUGH_OBSERVABILITY = 2;

/** Without one of these, nothing catches what a split breaks. */
const NET: readonly PracticeName[] = ['continuous-integration', 'tests'];

/** How the codebase is delivered and watched, as two signals of the verdict. */
export function practiceSignals(practices: readonly Practice[] = []): Signal[] {
  return [
    practiceSignal('delivery', practices, DELIVERY, ENOUGH_DELIVERY),
    practiceSignal('observability', practices, OBSERVABILITY, ENOUGH_OBSERVABILITY),
  ];
}

/** True when it is known that there are no tests or that nothing runs them. */
export const lacksNet = (practices: readonly Practice[] = []): boolean =>
  practices.some(({ name, found }) => found === false && NET.includes(name));

function practiceSignal(
  name: string,
  practices: readonly Practice[],
  wanted: readonly PracticeName[],
  enough: number,
): Signal {
  const own = practices.filter((practice) => wanted.includes(practice.name));
  const found = own.filter((practice) => practice.found === true);
  // What could lie elsewhere may make up for what is missing: then the number says nothing.
  const open = own.length === 0 || own.some((practice) => practice.found === null);
  const value = found.length < enough && open ? null : found.length;
  return {
    name,
    value,
    wanted: `at least ${enough} of ${wanted.map(inWords).join(', ')}`,
    speaks: value === null ? 'unknown' : value >= enough ? 'for' : 'against',
    because: own.map((practice) => ({
      text: `${inWords(practice.name)}: ${practice.found === true ? 'found' : practice.found === null ? 'not seen here' : 'not found'}`,
      sites: practice.sites,
    })),
  };
}

const inWords = (name: PracticeName): string => name.replaceAll('-', ' ');
