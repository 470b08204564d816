import { domainByName } from './detail.js';
import { make, reasonList, siteList } from './dom.js';
import { data, percent } from './store.js';

const track = (value) =>
  make(
    'span',
    { class: 'track', role: 'img', 'aria-label': percent(value) },
    make('span', { class: 'bar', style: `width:${value * 100}%` }),
  );

/** The ranking with its factors, and the steps for the chosen domain. */
export function plan() {
  const { candidates, choice, chosen, warmUp, steps } = data.plan;
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
    make('h3', {}, 'Candidates'),
    make(
      'p',
      { class: 'low' },
      'Score: sum of weight × value. “First three” is how often the candidate stays there when all weights vary by ±30 %.',
    ),
    ...candidates.map(candidate),
    steps.length ? make('h3', {}, `Steps (${steps.length})`) : null,
    ...steps.map((step, i) =>
      make(
        'div',
        { class: 'step' },
        make('b', {}, String(i + 1)),
        make(
          'div',
          {},
          make('p', {}, make('b', {}, `${step.words}: `), step.text),
          ...step.changes.map(({ factor, before, after }) =>
            make('p', { class: 'low' }, `${factor} ${before.toFixed(2)} → ${after.toFixed(2)}`),
          ),
          siteList(step.sites, 5),
        ),
      ),
    ),
  ];
}

function candidate({ domain, score, topThree, factors, blockers }, rank) {
  return make(
    'details',
    { class: 'finding', open: rank === 0 },
    make(
      'summary',
      {},
      `${rank + 1}. `,
      make('b', {}, domain),
      ` — ${score.toFixed(3)} · first three ${percent(topThree)} · ${blockers.length} blocker${blockers.length === 1 ? '' : 's'}`,
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
              make('td', {}, name),
              make('td', { class: 'n' }, `× ${weight}`),
              make('td', {}, track(value)),
              make(
                'td',
                {},
                evidence.map(([text, sites]) => make('div', {}, text, siteList(sites, 2))),
              ),
            ),
          ),
        ),
      ),
    ),
    blockers.length ? [make('h3', {}, 'Blockers'), reasonList(blockers)] : null,
  );
}
