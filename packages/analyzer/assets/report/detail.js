import {
  domainButton,
  fileButton,
  growing,
  make,
  reasonList,
  siteList,
  tableButton,
} from './dom.js';
import {
  accessesOfFile,
  accessesOfTable,
  count,
  data,
  domainIndex,
  FILE,
  filesOf,
  linksFrom,
  linksTo,
  percent,
  shareOrNone,
  tablesOf,
} from './store.js';

const heading = (kind, name) => [make('span', { class: 'low' }, kind), make('h2', {}, name)];
const section = (title, ...content) => [make('h3', {}, title), ...content];

function domainDetail(index) {
  const domain = data.domains[index];
  const { metrics } = domain;
  const findings = data.findings.filter((finding) => finding.domains.includes(domain.name));
  return [
    ...heading('Domain', domain.name),
    make(
      'p',
      {},
      `${count(metrics.files, 'file')}, ${count(metrics.loc, 'line')}, ${count(metrics.tables, 'table')}, ${count(metrics.routes, 'route')}. ` +
        `Cohesion ${percent(metrics.cohesion)}, conductance ${percent(metrics.conductance)}, own data ${shareOrNone(metrics.dataAutonomy)}.`,
    ),
    ...section('Why', reasonList(domain.because)),
    ...(domain.history.length
      ? section('History', reasonList(domain.history.map((text) => [text, []])))
      : []),
    ...(tablesOf[index].length
      ? section(
          'Tables',
          make(
            'ul',
            {},
            tablesOf[index].map((t) => make('li', {}, tableButton(t))),
          ),
        )
      : []),
    ...section(
      'Files',
      growing(
        [...filesOf[index]].sort(
          (a, b) => data.files[b][FILE.confidence] - data.files[a][FILE.confidence],
        ),
        (file) =>
          make(
            'div',
            {},
            fileButton(file),
            make('span', { class: 'low' }, ` ${percent(data.files[file][FILE.confidence])}`),
          ),
        30,
      ),
    ),
    ...(domain.routes.length
      ? section(
          'Routes',
          make(
            'ul',
            {},
            domain.routes.map((route) => make('li', {}, route)),
          ),
        )
      : []),
    ...(findings.length
      ? section(
          `Findings (${findings.length})`,
          make(
            'ul',
            {},
            findings
              .slice(0, 20)
              .map((finding) =>
                make(
                  'li',
                  {},
                  make('span', { class: finding.severity }, `${finding.severity}: `),
                  finding.text,
                ),
              ),
          ),
        )
      : []),
  ];
}

/** A confidence of nothing: its links pull at another domain as much, and its name or its one user has decided. */
const clarity = (confidence) =>
  percent(confidence) === '0 %'
    ? 'its links alone do not say that it belongs here'
    : `confidence ${percent(confidence)}`;

function fileDetail(index) {
  const file = data.files[index];
  const tables = accessesOfFile[index];
  return [
    ...heading(file[FILE.role] === 'domain' ? 'File' : `File, ${file[FILE.role]}`, file[FILE.path]),
    make(
      'p',
      {},
      domainButton(file[FILE.domain]),
      ` · ${file[FILE.lines]} lines${file[FILE.role] === 'domain' ? ` · ${clarity(file[FILE.confidence])}` : ''}`,
    ),
    ...section('Why here', reasonList(file[FILE.because])),
    ...(tables.length
      ? section(
          'Tables',
          make(
            'ul',
            {},
            tables.map(([, table, operation, line]) =>
              make(
                'li',
                {},
                `${operation} `,
                tableButton(table),
                make('span', { class: 'site' }, ` line ${line}`),
              ),
            ),
          ),
        )
      : []),
    ...section(
      `Uses (${linksFrom[index].length})`,
      growing(
        linksFrom[index],
        ([, to, kind, line]) =>
          make(
            'div',
            {},
            `${kind} `,
            fileButton(to),
            make('span', { class: 'site' }, ` line ${line}`),
          ),
        25,
      ),
    ),
    ...section(
      `Used by (${linksTo[index].length})`,
      growing(
        linksTo[index],
        ([from, , kind, line]) =>
          make(
            'div',
            {},
            fileButton(from),
            make('span', { class: 'site' }, ` ${kind}, line ${line}`),
          ),
        25,
      ),
    ),
  ];
}

function tableDetail(index) {
  const table = data.tables[index];
  const by = (operation) => accessesOfTable[index].filter((access) => access[2] === operation);
  const uses = (operation, title) => {
    const found = by(operation);
    if (found.length === 0) return [];
    return section(
      `${title} (${found.length})`,
      make(
        'ul',
        {},
        found
          .slice(0, 60)
          .map(([file, , , line]) =>
            make(
              'li',
              {},
              fileButton(file),
              make('span', { class: 'site' }, `:${line} `),
              domainButton(data.files[file][FILE.domain]),
            ),
          ),
      ),
    );
  };
  return [
    ...heading('Table', table.name),
    make('p', {}, 'Owner: ', domainButton(table.domain)),
    table.site ? siteList([table.site]) : null,
    ...section('Why', reasonList(table.because)),
    ...uses('write', 'Written by'),
    ...uses('read', 'Read by'),
    ...uses('unknown', 'Touched by'),
  ];
}

function tieDetail({ from, to }) {
  const links = data.links.filter(
    ([a, b]) => data.files[a][FILE.domain] === from && data.files[b][FILE.domain] === to,
  );
  const accesses = data.accesses.filter(
    ([file, table]) => data.files[file][FILE.domain] === from && data.tables[table].domain === to,
  );
  return [
    make('span', { class: 'low' }, 'Tie'),
    make('h2', {}, domainButton(from), ' → ', domainButton(to)),
    ...section(
      `Code (${links.length})`,
      growing(
        links,
        ([a, b, kind, line]) =>
          make(
            'div',
            {},
            fileButton(a),
            make('span', { class: 'site' }, `:${line} ${kind} `),
            fileButton(b),
          ),
        30,
      ),
    ),
    ...section(
      `Data (${accesses.length})`,
      growing(
        accesses,
        ([file, table, operation, line]) =>
          make(
            'div',
            {},
            fileButton(file),
            make('span', { class: 'site' }, `:${line} ${operation} `),
            tableButton(table),
          ),
        30,
      ),
    ),
  ];
}

function cellDetail({ domain, table }) {
  const accesses = accessesOfTable[table].filter(
    ([file]) => data.files[file][FILE.domain] === domain,
  );
  return [
    make('span', { class: 'low' }, 'Accesses'),
    make('h2', {}, domainButton(domain), ' → ', tableButton(table)),
    growing(
      accesses,
      ([file, , operation, line]) =>
        make('div', {}, fileButton(file), make('span', { class: 'site' }, `:${line} ${operation}`)),
      40,
    ),
  ];
}

const DETAILS = {
  domain: (thing) => domainDetail(thing.index),
  file: (thing) => fileDetail(thing.index),
  table: (thing) => tableDetail(thing.index),
  tie: tieDetail,
  cell: cellDetail,
};

/** Fills the side panel with everything known about a thing; null closes it. */
export function showDetail(thing) {
  const panel = document.getElementById('detail');
  panel.hidden = thing === null;
  if (thing === null) return;
  const close = make(
    'button',
    {
      class: 'close',
      type: 'button',
      'aria-label': 'Close details',
      onclick: () => showDetail(null),
    },
    '×',
  );
  panel.replaceChildren(close, ...DETAILS[thing.type](thing).filter((part) => part !== null));
  panel.scrollTop = 0;
}

export const domainByName = (name) => domainButton(domainIndex.get(name) ?? -1);
