import { domainButton, listeners, make, tableButton } from './dom.js';
import { accessesOfTable, code, colour, count, data, FILE, use } from './store.js';

const shade = (value, most) =>
  value === 0 ? '' : `background:hsl(212 70% 50% / ${0.1 + 0.6 * Math.sqrt(value / most)})`;

/** Domain by domain and domain by table; every filled cell opens its evidence. */
export function matrix() {
  return [
    make('h2', {}, 'Who uses whom'),
    make(
      'p',
      { class: 'low' },
      'Rows use columns. The first number counts pairs of files that imports, injections or calls tie, each pair once, the one after the dot accesses to tables; on the diagonal what lies inside. Arrow keys go from cell to cell.',
    ),
    domainMatrix(),
    make('h2', { style: 'margin-top:28px' }, 'Who touches which table'),
    make(
      'p',
      { class: 'low' },
      'W writes, R reads, ? touches in a way that was not understood; the outlined cell is the owner, red is a write by another.',
    ),
    tableMatrix(),
  ];
}

/** A table with a column for each domain and the given rows. */
function matrixTable(label, corner, rows) {
  const columns = data.domains.map(({ name }) =>
    make('th', { scope: 'col' }, make('span', {}, name)),
  );
  const head = make('thead', {}, make('tr', {}, make('td', { class: 'low' }, corner), columns));
  const body = make('tbody', {}, rows);
  const table = make('table', { class: 'matrix', 'aria-label': label }, head, body);
  wireArrows(table);
  return make('div', { class: 'scroll framed' }, table);
}

const ARROWS = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
};

/** Hundreds of cells are one stop of the Tab key; arrow keys go to the next that opens something. */
function wireArrows(table) {
  const buttons = [...table.querySelectorAll('button')];
  const stop = (wanted) => {
    for (const button of buttons) button.tabIndex = button === wanted ? 0 : -1;
  };
  stop(buttons[0]);
  table.addEventListener('focusin', ({ target }) => stop(target));
  table.addEventListener('keydown', (event) => {
    const step = ARROWS[event.key];
    const cell = event.target.closest('th, td');
    if (step === undefined || cell === null) return;
    event.preventDefault();
    nextButton(table, cell, step)?.focus();
  });
}

function nextButton(table, cell, [down, right]) {
  let row = cell.parentElement.rowIndex + down;
  let column = cell.cellIndex + right;
  for (; table.rows[row]?.cells[column]; row += down, column += right) {
    const found = table.rows[row].cells[column].querySelector('button');
    if (found) return found;
  }
  return undefined;
}

function domainMatrix() {
  const sums = code.map((row, from) =>
    row.map((links, to) => (from === to ? 0 : links + use[from][to])),
  );
  const most = Math.max(1, ...sums.flat());
  const rows = data.domains.map((_, from) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, domainButton(from)),
      data.domains.map((_other, to) => domainCell(from, to, most)),
    ),
  );
  return matrixTable('Who uses whom', 'the domain … uses →', rows);
}

function domainCell(from, to, most) {
  if (from === to)
    return make('td', { class: 'self', title: 'inside' }, String(code[from][to] || ''));
  const sum = code[from][to] + use[from][to];
  if (sum === 0) return make('td');
  const text = use[from][to] ? `${code[from][to]} · ${use[from][to]}` : String(code[from][to]);
  return make(
    'td',
    { style: shade(sum, most) },
    make(
      'button',
      {
        type: 'button',
        'aria-label': `${text}: ${data.domains[from].name} uses ${data.domains[to].name}: ${count(code[from][to], 'link')}, ${count(use[from][to], 'access', 'accesses')} to tables`,
        onclick: () => listeners.select({ type: 'tie', from, to }),
      },
      text,
    ),
  );
}

/** What nobody owns comes last. */
const rankOf = ({ domain }) => (domain < 0 ? data.domains.length : domain);

function tableMatrix() {
  const order = data.tables
    .map((_, index) => index)
    .sort((a, b) => rankOf(data.tables[a]) - rankOf(data.tables[b]));
  const rows = order.map((table) => {
    const row = data.domains.map(() => ({ write: 0, read: 0, other: 0 }));
    for (const [file, , operation] of accessesOfTable[table]) {
      const domain = data.files[file][FILE.domain];
      if (domain >= 0)
        row[domain][operation === 'write' || operation === 'read' ? operation : 'other']++;
    }
    return make(
      'tr',
      {},
      make('th', { scope: 'row' }, ownerDot(data.tables[table].domain), tableButton(table)),
      row.map((cell, domain) => tableCell(table, domain, cell)),
    );
  });
  return matrixTable('Who touches which table', 'the table … is used by →', rows);
}

const ownerDot = (domain) =>
  make('span', {
    class: 'dot',
    style: `background:${colour(domain)}`,
    title: domain < 0 ? 'owned by no domain' : `owned by ${data.domains[domain].name}`,
  });

function tableCell(table, domain, { write, read, other }) {
  const owner = data.tables[table].domain === domain;
  const text = [write ? `W${write}` : '', read ? `R${read}` : '', other ? `?${other}` : '']
    .filter(Boolean)
    .join(' ');
  const style = `${owner ? `outline:2px solid ${colour(domain)};outline-offset:-2px;` : ''}${write && !owner ? 'background:hsl(4 70% 52% / .3)' : text ? 'background:hsl(212 70% 50% / .14)' : ''}`;
  if (!text) return make('td', { style });
  return make(
    'td',
    { style },
    make(
      'button',
      {
        type: 'button',
        'aria-label': `${text}: ${data.domains[domain].name} and ${data.tables[table].name}: ${count(write, 'write')}, ${count(read, 'read')}${other ? `, ${other} not understood` : ''}`,
        onclick: () => listeners.select({ type: 'cell', domain, table }),
      },
      text,
    ),
  );
}
