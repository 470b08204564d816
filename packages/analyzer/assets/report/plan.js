import { domainByName } from './detail.js';
import { growing, make, pathText, reasonList, siteList } from './dom.js';
import { count, data, percent } from './store.js';

const track = (value) =>
  make(
    'span',
    { class: 'track', role: 'img', 'aria-label': percent(value) },
    make('span', { class: 'bar', style: `width:${value * 100}%` }),
  );

/** So many candidates are shown at first; few people read on. */
const CANDIDATES = 5;

/** The ranking with its factors, and the steps for the chosen domain. */
export function plan(most = CANDIDATES) {
  const { candidates, choice, chosen, warmUp, steps, others } = data.plan;
  const opened = candidates.some(({ domain }) => domain === chosen)
    ? chosen
    : candidates[0]?.domain;
  const ranked = candidates.map((one, rank) => ({ one, rank }));
  // The chosen one is among those that are shown at once, whatever its rank.
  const isShown = ({ one, rank }) => rank < most || one.domain === opened;
  const first = ranked.filter(isShown);
  const shown = [...first, ...ranked.filter((one) => !isShown(one))];
  return [
    make(
      'h2',
      {},
      chosen
        ? data.verdict.answer === 'modularize-first'
          ? 'Once the modules stand, extract '
          : 'Extract '
        : 'Nothing to extract now',
      chosen ? domainByName(chosen) : null,
    ),
    ...choice.map((line) => make('p', {}, line)),
    warmUp ? make('p', {}, 'To practise on first: ', domainByName(warmUp)) : null,
    make('h3', {}, `Candidates (${candidates.length})`),
    make(
      'p',
      { class: 'low' },
      'Score: sum of weight × value over the factors below, at most 1; a full bar is best for going early. “First three” is how often a candidate stays among them when all weights vary by ±30 %.',
    ),
    others.length
      ? make(
          'p',
          { class: 'low' },
          `No candidates, since they are too small, hold neither tables nor routes, or nothing asks them: ${others.join(', ')}.`,
        )
      : null,
    growing(shown, ({ one, rank }) => candidate(one, rank, opened), first.length),
    steps.length ? make('h3', {}, `Steps (${steps.length})`) : null,
    ...steps.filter(({ kind }) => kind !== 'move-route').map(step),
    routeSteps(steps.filter(({ kind }) => kind === 'move-route')),
  ];
}

const step = ({ order, words, text, changes, sites }) =>
  numbered(
    String(order),
    make('p', {}, make('b', {}, `${words}: `), text),
    ...changes.map(({ factor, before, after }) =>
      make('p', { class: 'low' }, `${spoken(factor)} ${before.toFixed(2)} → ${after.toFixed(2)}`),
    ),
    siteList(sites, 5),
  );

const numbered = (number, ...content) =>
  make('div', { class: 'step' }, make('b', {}, number), make('div', {}, ...content));

/** One step for all routes: the same is done with each. */
function routeSteps(moves) {
  const [first] = moves;
  if (first === undefined) return null;
  const [, each] = /: (shadow it, .*?)\.?$/.exec(first.text) ?? [null, ''];
  const name = ({ text }) => (each === '' ? text : text.replace(/: shadow it, .*$/, ''));
  return numbered(
    moves.length === 1 ? String(first.order) : `${first.order}–${moves.at(-1).order}`,
    make(
      'p',
      {},
      make('b', {}, moves.length === 1 ? first.words : `${first.words}, one by one`),
      each === '' ? '' : `: ${each}`,
    ),
    make(
      'div',
      { class: 'moves' },
      growing(
        moves,
        (move) => make('div', {}, ...pathText(name(move)), siteList(move.sites, 1)),
        40,
      ),
    ),
  );
}

/** Names of factors as they stand in plan.json, to be read. */
const spoken = (name) => name.replaceAll('-', ' ');

const often = (share) =>
  share === 0
    ? 'never among the first three'
    : `first three ${share < 0.005 ? 'below 1 %' : percent(share)}`;

function candidate({ domain, score, topThree, factors, blockers }, rank, opened) {
  return make(
    'details',
    { class: 'finding', open: domain === opened },
    make(
      'summary',
      {},
      `${rank + 1}. `,
      make('b', {}, domain),
      domain === data.plan.chosen ? ' (the one to extract)' : '',
      ` · score ${score.toFixed(3)} · ${often(topThree)} · ${count(blockers.length, 'blocker')}`,
    ),
    make(
      'div',
      { class: 'scroll' },
      make(
        'table',
        { class: 'factors' },
        make(
          'tbody',
          {},
          factors.map(({ name, weight, value, evidence }) =>
            make(
              'tr',
              {},
              make('th', { scope: 'row' }, spoken(name)),
              make('td', { class: 'n' }, `× ${weight.toFixed(2)}`),
              make('td', {}, track(value)),
              make(
                'td',
                {},
                evidence.map(([text, sites]) => make('div', {}, text, siteList(sites, 3))),
              ),
            ),
          ),
        ),
      ),
    ),
    blockers.length ? [make('h4', {}, 'Blockers'), reasonList(blockers)] : null,
  );
}
