import {
  domainButton,
  fileButton,
  growing,
  make,
  pathText,
  reasonList,
  row,
  siteList,
  tableButton,
  tieButton,
} from './dom.js';
import {
  accessesOfFile,
  accessesOfTable,
  code,
  count,
  data,
  domainIndex,
  FILE,
  figure,
  filesOf,
  linksFrom,
  linksTo,
  percent,
  shareOrNone,
  tablesOf,
  use,
} from './store.js';

const heading = (kind, name) => [
  make('span', { class: 'low' }, kind),
  make('h2', {}, ...pathText(name)),
];
const section = (title, ...content) => [make('h3', {}, title), ...content];

/** A section with a growing list under it; nothing where the list is empty. */
const listed = (title, items, draw) =>
  items.length === 0 ? [] : section(`${title} (${figure(items.length)})`, growing(items, draw, 30));

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
        `Cohesion ${percent(metrics.cohesion)}, conductance ${percent(metrics.conductance)}, own data ${shareOrNone(metrics.dataAutonomy)}${metrics.dataAutonomy === null ? ' (it uses no table)' : ''}.`,
    ),
    ...section('Why', reasonList(domain.because)),
    ...(domain.history.length
      ? section('History', reasonList(domain.history.map((text) => [text, []])))
      : []),
    ...(tablesOf[index].length
      ? section(
          `Tables (${tablesOf[index].length})`,
          make(
            'ul',
            {},
            tablesOf[index].map((t) => make('li', {}, tableButton(t))),
          ),
        )
      : []),
    ...tiesOf('Uses', index, (other) => [index, other]),
    ...tiesOf('Used by', index, (other) => [other, index]),
    ...section(
      `Files (${filesOf[index].length}), the surest first`,
      growing(
        [...filesOf[index]].sort(
          (a, b) => data.files[b][FILE.confidence] - data.files[a][FILE.confidence],
        ),
        (file) => row(sureness(data.files[file][FILE.confidence]), fileButton(file)),
        30,
      ),
    ),
    ...(domain.routes.length
      ? section(
          `Routes (${domain.routes.length})`,
          growing(
            domain.routes,
            ([name, site]) => make('div', {}, ...pathText(name), siteList([site])),
            20,
          ),
        )
      : []),
    ...(findings.length
      ? section(`Findings (${findings.length})`, growing(findings, told, 10))
      : []),
  ];
}

/** The other domains at the ends of its ties, the heaviest first; each opens the evidence of the tie. */
function tiesOf(title, index, ends) {
  const found = data.domains
    .map((_, other) => ({ other, ends: ends(other) }))
    .map((one) => ({
      ...one,
      links: code[one.ends[0]][one.ends[1]],
      accesses: use[one.ends[0]][one.ends[1]],
    }))
    .filter(({ other, links, accesses }) => other !== index && links + accesses > 0)
    .sort((a, b) => b.links + b.accesses - a.links - a.accesses);
  if (found.length === 0) return [];
  const words = ({ links, accesses }) =>
    [links ? count(links, 'link') : '', accesses ? `${figure(accesses)} to tables` : '']
      .filter(Boolean)
      .join(', ');
  return section(
    `${title} (${count(found.length, 'domain')})`,
    growing(
      found,
      (one) =>
        make(
          'div',
          {},
          tieButton(...one.ends, data.domains[one.other].name),
          make('span', { class: 'low' }, ` ${words(one)}`),
        ),
      8,
    ),
  );
}

const told = ({ severity, text, sites }) =>
  make(
    'details',
    { class: 'told' },
    make('summary', {}, make('span', { class: severity }, `${severity}: `), text),
    siteList(sites),
  );

const sureness = (confidence) => (confidence < data.leastConfidence ? '–' : percent(confidence));

/** The least confidence: its links pull at another domain as much, and its name or its one user has decided. */
const clarity = (confidence) =>
  confidence < data.leastConfidence
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
      ` · ${count(file[FILE.lines], 'line')}${file[FILE.role] === 'domain' ? ` · ${clarity(file[FILE.confidence])}` : ''}`,
    ),
    ...section('Why here', reasonList(file[FILE.because])),
    ...(tables.length
      ? section(
          'Tables',
          make(
            'ul',
            {},
            tables.map(([, table, operation, line]) =>
              make('li', {}, `line ${line}: ${operation} `, tableButton(table)),
            ),
          ),
        )
      : []),
    ...listed('Uses', linksFrom[index], ([, to, kind, line]) =>
      row(`${kind}, line ${line}`, fileButton(to)),
    ),
    ...listed('Used by', linksTo[index], ([from, , kind, line]) =>
      row(`${kind}, line ${line}`, fileButton(from)),
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
      growing(found, ([file, , , line]) =>
        make(
          'div',
          { class: 'entry' },
          domainButton(data.files[file][FILE.domain]),
          make('br'),
          fileButton(file, line),
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
    ...listed('Code', links, ([a, b, kind, line]) =>
      make('div', { class: 'entry' }, fileButton(a, line), row(`${kind} →`, fileButton(b))),
    ),
    ...listed('Data', accesses, ([file, table, operation, line]) =>
      make(
        'div',
        { class: 'entry' },
        fileButton(file, line),
        row(`${operation} →`, tableButton(table)),
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
    growing(accesses, ([file, , operation, line]) => row(operation, fileButton(file, line)), 40),
  ];
}

const DETAILS = {
  domain: (thing) => domainDetail(thing.index),
  file: (thing) => fileDetail(thing.index),
  table: (thing) => tableDetail(thing.index),
  tie: tieDetail,
  cell: cellDetail,
};

/** What was shown before, and where the focus was when the panel opened. */
const trail = [];
let cameFrom = null;

/**
 * Fills the side panel with everything known about a thing and takes the focus there; null closes it and gives
 * the focus back.
 */
export function showDetail(thing) {
  const panel = document.getElementById('detail');
  if (thing === null) {
    if (panel.hidden) return;
    panel.hidden = true;
    trail.length = 0;
    if (cameFrom?.isConnected) cameFrom.focus();
    cameFrom = null;
    return;
  }
  if (panel.hidden) cameFrom = document.activeElement;
  trail.push(thing);
  fill(panel, thing);
}

function fill(panel, thing) {
  const button = (name, label, onclick) =>
    make('button', { class: name, type: 'button', 'aria-label': label, onclick });
  const close = button('close', 'Close details', () => showDetail(null));
  close.append('×');
  const back = button('back', 'Back to what was shown before', () => {
    trail.pop();
    fill(panel, trail.at(-1));
  });
  back.append('←');
  panel.hidden = false;
  panel.replaceChildren(
    ...(trail.length > 1 ? [back] : []),
    close,
    ...DETAILS[thing.type](thing).filter((part) => part !== null),
  );
  panel.querySelector('h2').id = 'detail-title';
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
}

export const domainByName = (name) => domainButton(domainIndex.get(name) ?? -1);
