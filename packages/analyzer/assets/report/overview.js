import { domainByName } from './detail.js';
import { domainButton, make, reasonList } from './dom.js';
import { data, percent, shareOrNone, siteText } from './store.js';

const card = (value, words) =>
  make('div', { class: 'card' }, make('b', {}, String(value)), make('span', {}, words));

export function overview() {
  const { verdict, plan, stats } = data;
  const role = (name) => data.files.filter((file) => file[2] === name).length;
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
      card(data.files.length, `files, ${stats.loc.toLocaleString('en')} lines`),
      card(data.domains.length, 'domains'),
      card(data.tables.length, 'tables'),
      card(role('library'), 'library files'),
      card(role('shell'), 'shell files: wiring, front end, migrations'),
      card(data.findings.length, `findings, ${high} of them high`),
    ),
    make('h3', {}, 'Domains'),
    domainTable(),
    ...data.aboutDomains.map((line) => make('p', { class: 'low' }, line)),
    make('h3', {}, 'What the verdict rests on'),
    signalTable(),
    make('h3', {}, 'What was not understood'),
    make(
      'p',
      {},
      `${stats.specifiers.unresolved} of ${stats.specifiers.total} import specifiers and ${stats.accesses.unknownTable} of ${stats.accesses.total} database accesses could not be resolved; ${stats.excluded} files were left out on purpose. analysis.json lists each.`,
    ),
    ...notUnderstood(),
  ];
}

/** What concerns every number first, such as a schema that was not found; the rest to open. */
function notUnderstood() {
  const about = data.unresolved.filter(([kind]) => kind === 'config');
  const rest = data.unresolved.filter(([kind]) => kind !== 'config');
  const line = ([kind, place, reason]) =>
    make('li', {}, `${kind}: ${reason} `, make('span', { class: 'site' }, siteText(place)));
  return [
    about.length ? make('ul', {}, about.map(line)) : null,
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
          {},
          make('summary', {}, `The first ${rest.length} places`),
          make('ul', { class: 'bare' }, rest.map(line)),
        )
      : null,
  ];
}

function domainTable() {
  const columns = ['files', 'lines', 'tables', 'routes', 'cohesion', 'conductance', 'own data'];
  return make(
    'div',
    { class: 'scroll' },
    make(
      'table',
      { class: 'wide' },
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          make('th', {}, 'domain'),
          columns.map((name) => make('th', { class: 'n' }, name)),
        ),
      ),
      make(
        'tbody',
        {},
        data.domains.map(({ metrics }, index) =>
          make(
            'tr',
            {},
            make('td', {}, domainButton(index)),
            [
              metrics.files,
              metrics.loc,
              metrics.tables,
              metrics.routes,
              percent(metrics.cohesion),
              percent(metrics.conductance),
              shareOrNone(metrics.dataAutonomy),
            ].map((value) => make('td', { class: 'n' }, String(value))),
          ),
        ),
      ),
    ),
  );
}

function signalTable() {
  return make(
    'div',
    { class: 'scroll' },
    make(
      'table',
      { class: 'wide' },
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          ['signal', 'found', 'wanted', 'speaks'].map((name) => make('th', {}, name)),
        ),
      ),
      make(
        'tbody',
        {},
        data.verdict.signals.map(({ words, value, wanted, speaks }) =>
          make(
            'tr',
            {},
            make('td', {}, words),
            make('td', {}, value),
            make('td', {}, wanted),
            make(
              'td',
              {},
              make(
                'span',
                { class: speaks },
                speaks === 'unknown' ? 'unknown' : `${speaks} a split`,
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
