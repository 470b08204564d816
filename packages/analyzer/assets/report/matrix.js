import { domainButton, listeners, make, tableButton } from './dom.js';
import { accessesOfTable, code, colour, data, FILE, use } from './store.js';

const shade = (value, most) =>
  value === 0 ? '' : `background:hsl(212 70% 50% / ${0.1 + 0.6 * Math.sqrt(value / most)})`;

/** Domain by domain and domain by table; every filled cell opens its evidence. */
export function matrix() {
  return [
    make('h2', {}, 'Who uses whom'),
    make(
      'p',
      { class: 'low' },
      'Rows use columns. The first number counts imports, injections and calls between files, the second accesses to tables.',
    ),
    domainMatrix(),
    make('h2', { style: 'margin-top:28px' }, 'Who touches which table'),
    make('p', { class: 'low' }, 'W writes, R reads; the outlined cell is the owner.'),
    tableMatrix(),
  ];
}

/** A table with a column for each domain and the given rows. */
function matrixTable(rows) {
  const columns = data.domains.map(({ name }) =>
    make('th', { scope: 'col' }, make('span', {}, name)),
  );
  const head = make('thead', {}, make('tr', {}, make('td'), columns));
  const body = make('tbody', {}, rows);
  return make('div', { class: 'scroll' }, make('table', { class: 'matrix' }, head, body));
}

function domainMatrix() {
  const most = Math.max(1, ...code.flat().map((value, i) => value + use.flat()[i]));
  const rows = data.domains.map((_, from) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, domainButton(from)),
      data.domains.map((_other, to) => domainCell(from, to, most)),
    ),
  );
  return matrixTable(rows);
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
        'aria-label': `${data.domains[from].name} uses ${data.domains[to].name}: ${text}`,
        onclick: () => listeners.select({ type: 'tie', from, to }),
      },
      text,
    ),
  );
}

function tableMatrix() {
  const order = data.tables
    .map((_, index) => index)
    .sort((a, b) => data.tables[a].domain - data.tables[b].domain);
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
      make('th', { scope: 'row' }, tableButton(table)),
      row.map((cell, domain) => tableCell(table, domain, cell)),
    );
  });
  return matrixTable(rows);
}

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
      { type: 'button', onclick: () => listeners.select({ type: 'cell', domain, table }) },
      text,
    ),
  );
}
