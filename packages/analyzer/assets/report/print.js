import { alternatives } from './alternatives.js';
import { make, siteList } from './dom.js';
import { map, paintMap } from './map.js';
import { matrix } from './matrix.js';
import { overview } from './overview.js';
import { plan } from './plan.js';
import { data } from './store.js';

/** Candidates whose factors are worth paper. */
const CANDIDATES = 3;
const PLACES = 3;
/** Of what the style sheet leaves the map on a landscape page. */
const ASPECT_OF_PAPER = 1.8;

/** All views one after the other, with everything written out that a reader of paper cannot open. */
export function layOut(view) {
  const section = (...parts) =>
    make(
      'section',
      { class: 'sheet' },
      parts.flat().filter((part) => part !== null),
    );
  const drawing = section(make('h2', {}, 'Map'), map(ASPECT_OF_PAPER));
  view.replaceChildren(
    section(overview()),
    drawing,
    section(matrix()),
    section(plan(Number.POSITIVE_INFINITY)),
    section(
      make('h2', {}, `Findings (${data.findings.length})`),
      make('div', { class: 'pair' }, data.findings.map(finding)),
    ),
    section(alternatives()),
  );
  // The chosen one is open already, whatever its rank.
  for (const details of [...view.querySelectorAll('details.finding')].slice(0, CANDIDATES))
    details.open = true;
  // A head that is repeated on the next page is repeated without its buttons.
  for (const button of view.querySelectorAll('thead button'))
    button.replaceWith(button.textContent);
  for (const details of view.querySelectorAll('details.unresolved')) details.open = true;
  // Nobody presses a button on paper: routes to move are written out, what else is left is told.
  for (const more of view.querySelectorAll('.moves > div > button'))
    while (!more.hidden) more.click();
  for (const more of view.querySelectorAll('.sheet > div > button:not([hidden])'))
    more.replaceWith(
      more.textContent.replace(/^Show more \((.*) left\)$/, '$1 more on the screen'),
    );
  paintMap(drawing.querySelector('canvas'));
}

const finding = ({ severity, title, text, sites }) =>
  make(
    'div',
    { class: 'printed' },
    make('p', {}, make('b', { class: severity }, severity), ' ', make('b', {}, title), `: ${text}`),
    siteList(sites, PLACES),
  );
