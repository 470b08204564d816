import type { Practice, PracticeName, Reason, Signal } from '../model/analysis.ts';

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

const OF_SIGNAL: Readonly<Record<string, readonly PracticeName[]>> = {
  'safety-net': NET,
  delivery: DELIVERY,
  observability: OBSERVABILITY,
};

/** How the codebase is delivered and watched, as signals of the verdict. */
export function practiceSignals(practices: readonly Practice[] = []): Signal[] {
  return [
    netSignal(practices),
    practiceSignal('delivery', practices, DELIVERY, ENOUGH_DELIVERY),
    practiceSignal('observability', practices, OBSERVABILITY, ENOUGH_OBSERVABILITY),
  ];
}

/** Both are needed: one that is known to be missing speaks against, whatever is not known of the other. */
function netSignal(practices: readonly Practice[]): Signal {
  const own = NET.map((name) => practices.find((practice) => practice.name === name));
  const missing = own.some((one) => one?.found === false);
  const found = own.filter((one) => one?.found === true).length;
  const known = missing || found === NET.length;
  return {
    name: 'safety-net',
    value: known ? found : null,
    wanted: 'both',
    speaks: missing ? 'against' : known ? 'for' : 'unknown',
    because: own.flatMap((one) => (one === undefined ? [] : [toBecause(one)])),
  };
}

const MISSING: Partial<Record<PracticeName, string>> = {
  tests: 'no tests were found',
  'continuous-integration': 'nothing runs the tests: no continuous integration was found',
};

/** What is missing of the net, in a sentence. */
export function sayMissingNet(practices: readonly Practice[] = []): string {
  const missing = practices.filter(({ name, found }) => found === false && NET.includes(name));
  return missing.map(({ name }) => MISSING[name]).join(', and ');
}

/** Which of the practices of a signal may lie outside of what was looked at. */
export function sayUnseen(signal: string, practices: readonly Practice[] = []): string {
  const own = OF_SIGNAL[signal] ?? [];
  const unseen = practices.filter(({ name, found }) => found === null && own.includes(name));
  return unseen.length === 0
    ? ''
    : `; not seen here: ${unseen.map(({ name }) => inWords(name)).join(', ')}`;
}

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
    because: own.map(toBecause),
  };
}

const toBecause = ({ name, found, sites }: Practice): Reason => ({
  text: `${inWords(name)}: ${found === true ? 'found' : found === null ? 'not seen here' : 'not found'}`,
  sites,
});

const inWords = (name: PracticeName): string => name.replaceAll('-', ' ');
