import { domainByName } from './detail.js';
import { domainButton, growing, make, pathText, reasonList, siteList } from './dom.js';
import { count, data, FILE, figure, percent, shareOrNone, siteText } from './store.js';

const card = (value, words) =>
  make('div', { class: 'card' }, make('b', {}, figure(value)), make('span', {}, words));

const noun = (number, word) => (number === 1 ? word : `${word}s`);

export function overview() {
  const { verdict, plan, stats } = data;
  const role = (name) => data.files.filter((file) => file[FILE.role] === name).length;
  const placed = data.files.filter((file) => file[FILE.domain] >= 0).length;
  const loose = data.files.length - placed - role('library') - role('shell');
  const high = data.findings.filter((finding) => finding.severity === 'high').length;
  return [
    make(
      'div',
      { class: `card verdict ${verdict.answer}` },
      make('h2', {}, verdict.words),
      plan.chosen
        ? make(
            'p',
            {},
            verdict.answer === 'extract' ? 'First: ' : 'Once the modules stand, first: ',
            domainByName(plan.chosen),
            plan.warmUp ? ' · to practise on: ' : '',
            plan.warmUp ? domainByName(plan.warmUp) : null,
          )
        : null,
      reasonList(verdict.reasons),
    ),
    make(
      'div',
      { class: 'cards' },
      card(data.files.length, `${noun(data.files.length, 'file')}, ${count(stats.loc, 'line')}`),
      card(
        data.domains.length,
        `${noun(data.domains.length, 'domain')}, ${count(placed, 'file')} of the ${figure(data.files.length)}`,
      ),
      card(role('library'), `${noun(role('library'), 'file')} of libraries: used by most domains`),
      card(role('shell'), `${noun(role('shell'), 'file')} of shell: wiring, front end, migrations`),
      loose === 0 ? null : card(loose, `${noun(loose, 'file')} that nothing ties to a domain`),
      card(data.tables.length, noun(data.tables.length, 'table')),
      card(data.findings.length, `${noun(data.findings.length, 'finding')}, ${high} of them high`),
    ),
    make('h3', {}, 'Domains'),
    domainTable(),
    make('p', { class: 'low meanings' }, MEANINGS),
    ...data.aboutDomains.map((line) => make('p', { class: 'low' }, line)),
    make('h3', {}, 'What the verdict rests on'),
    signalTable(),
    make('h3', {}, 'What was not understood'),
    make(
      'p',
      {},
      `${figure(stats.specifiers.unresolved)} of ${count(stats.specifiers.total, 'import specifier')} and ${figure(stats.accesses.unknownTable)} of ${count(stats.accesses.total, 'database access', 'database accesses')} could not be resolved; ${count(stats.excluded, 'file was', 'files were')} left out on purpose. analysis.json lists each.`,
    ),
    ...notUnderstood(),
  ];
}

/** What concerns every number first, such as a schema that was not found; the rest to open. */
function notUnderstood() {
  const about = data.unresolved.filter(([kind]) => kind === 'config');
  const rest = data.unresolved.filter(([kind]) => kind !== 'config');
  const line = ([kind, place, reason]) =>
    make(
      'li',
      {},
      `${kind}: ${reason} `,
      make('span', { class: 'site' }, ...pathText(siteText(place))),
    );
  return [
    data.unread.length
      ? make(
          'ul',
          {},
          data.unread.map((text) => make('li', {}, text)),
        )
      : null,
    about.length ? growing(about, (one) => make('ul', { class: 'one' }, line(one)), 5) : null,
    data.lacks.length
      ? make(
          'ul',
          {},
          data.lacks.map((text) => make('li', {}, text)),
        )
      : null,
    rest.length
      ? make(
          'details',
          { class: 'unresolved' },
          make('summary', {}, restWords(rest.length, about.length + rest.length)),
          make('ul', {}, byReason(rest)),
        )
      : null,
  ];
}

/** One line for each reason, the most frequent first, with its places. */
function byReason(unresolved) {
  const reasons = Map.groupBy(unresolved, ([kind, , reason]) => `${kind}: ${reason}`);
  return [...reasons]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([reason, all]) =>
      make(
        'li',
        {},
        `${reason} (${figure(all.length)})`,
        siteList(
          all.map(([, place]) => place),
          3,
        ),
      ),
    );
}

/** The page holds the first of very many. */
function restWords(shown, listed) {
  const { unresolved } = data.stats;
  const all = count(shown, 'place');
  return listed < unresolved ? `The first ${all} of ${figure(unresolved - listed + shown)}` : all;
}

const COLUMNS = [
  ['domain', (_, index) => data.domains[index].name],
  ['files', ({ files }) => files, figure],
  ['lines', ({ loc }) => loc, figure],
  ['tables', ({ tables }) => tables, figure],
  ['routes', ({ routes }) => routes, figure],
  ['cohesion', ({ cohesion }) => cohesion, percent],
  ['conductance', ({ conductance }) => conductance, percent],
  ['own data', ({ dataAutonomy }) => dataAutonomy, shareOrNone],
];

/** All domains; a press on the head of a column sorts by it, numbers from the largest on. */
function domainTable() {
  const body = make('tbody');
  const heads = COLUMNS.map(([name], column) =>
    make(
      'th',
      { scope: 'col', class: column === 0 ? undefined : 'n' },
      make('button', { type: 'button', class: 'sort', onclick: () => sortBy(column) }, name),
    ),
  );
  const rows = data.domains.map(({ metrics }, index) => ({
    values: COLUMNS.map(([, value]) => value(metrics, index)),
    row: make(
      'tr',
      {},
      make('th', { scope: 'row' }, domainButton(index)),
      COLUMNS.slice(1).map(([, value, words]) =>
        make('td', { class: 'n' }, words(value(metrics, index))),
      ),
    ),
  }));
  const sortBy = (column) => {
    const back = heads[column].getAttribute('aria-sort') === (column ? 'descending' : 'ascending');
    const sign = back === (column === 0) ? -1 : 1;
    for (const head of heads) head.removeAttribute('aria-sort');
    heads[column].setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
    const compare = (a, b) => (a === b ? 0 : (a ?? -1) < (b ?? -1) ? -1 : 1);
    rows.sort((a, b) => sign * compare(a.values[column], b.values[column]));
    body.replaceChildren(...rows.map(({ row }) => row));
  };
  sortBy(0);
  return make(
    'div',
    { class: 'scroll' },
    make('table', { class: 'wide domains' }, make('thead', {}, make('tr', {}, heads)), body),
  );
}

const MEANINGS =
  'Cohesion: the share of the imports and calls of its files that stay inside (more is better). Conductance: the share of its ties, either way, that cross its border (less is better). Own data: the share of its accesses to tables that go to its own; – where it uses none.';

function signalTable() {
  return make(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'What the verdict rests on' },
    make(
      'table',
      { class: 'wide' },
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          ['signal', 'found', 'wanted', 'speaks'].map((name) => make('th', { scope: 'col' }, name)),
        ),
      ),
      make(
        'tbody',
        {},
        data.verdict.signals.map(({ words, value, wanted, speaks, decides }) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row' }, words),
            make('td', {}, value),
            make('td', {}, wanted),
            make(
              'td',
              { class: 'speaks' },
              make(
                'span',
                { class: speaks },
                speaks === 'unknown' ? 'unknown' : `${speaks} a split`,
              ),
              decides ? make('b', {}, ', decides') : null,
            ),
          ),
        ),
      ),
    ),
  );
}
