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
    section(plan()),
    section(
      make('h2', {}, `Findings (${data.findings.length})`),
      make('div', { class: 'pair' }, data.findings.map(finding)),
    ),
    section(alternatives()),
  );
  // The chosen one is open already, whatever its rank.
  for (const details of [...view.querySelectorAll('details.finding')].slice(0, CANDIDATES))
    details.open = true;
  paintMap(drawing.querySelector('canvas'));
}

const finding = ({ severity, title, text, sites }) =>
  make(
    'div',
    { class: 'printed' },
    make('p', {}, make('b', { class: severity }, severity), ' ', make('b', {}, title), `: ${text}`),
    siteList(sites, PLACES),
  );
