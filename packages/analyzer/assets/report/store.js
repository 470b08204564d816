/** The data of the page and what is derived from it once. */
export const data = JSON.parse(document.getElementById('data').textContent);

export const FILE = { path: 0, lines: 1, role: 2, domain: 3, confidence: 4, because: 5 };

export const filesOf = data.domains.map(() => []);
data.files.forEach((file, index) => {
  if (file[FILE.domain] >= 0) filesOf[file[FILE.domain]].push(index);
});

export const tablesOf = data.domains.map(() => []);
data.tables.forEach((table, index) => {
  if (table.domain >= 0) tablesOf[table.domain].push(index);
});

const groupBy = (rows, column, count) => {
  const groups = Array.from({ length: count }, () => []);
  for (const row of rows) groups[row[column]].push(row);
  return groups;
};
export const linksFrom = groupBy(data.links, 0, data.files.length);
export const linksTo = groupBy(data.links, 1, data.files.length);
export const accessesOfFile = groupBy(data.accesses, 0, data.files.length);
export const accessesOfTable = groupBy(data.accesses, 1, data.tables.length);

/** Ties between domains: `code[a][b]` links and `use[a][b]` accesses from a to b. */
const square = () => data.domains.map(() => new Array(data.domains.length).fill(0));
export const code = square();
export const use = square();
for (const [from, to] of data.links) {
  const a = data.files[from][FILE.domain];
  const b = data.files[to][FILE.domain];
  if (a >= 0 && b >= 0) code[a][b]++;
}
for (const [file, table] of data.accesses) {
  const a = data.files[file][FILE.domain];
  const b = data.tables[table].domain;
  if (a >= 0 && b >= 0) use[a][b]++;
}

export const domainIndex = new Map(data.domains.map((domain, index) => [domain.name, index]));

export const tableIndex = new Map(data.tables.map((table, index) => [table.name, index]));

const dark = matchMedia('(prefers-color-scheme: dark)');
/** A colour of its own for each domain; hues are spread by the golden angle. */
export const colour = (domain, alpha = 1) =>
  domain < 0
    ? `hsl(0 0% 55% / ${alpha})`
    : `hsl(${(domain * 137.508 + 205) % 360} 52% ${dark.matches ? 62 : 42}% / ${alpha})`;

/** `1,234`: thousands apart. */
export const figure = (number) => number.toLocaleString('en');
/** `1 file`, `2 files`. */
export const count = (number, noun, plural = `${noun}s`) =>
  `${figure(number)} ${number === 1 ? noun : plural}`;
export const percent = (share) => `${Math.round(share * 100)} %`;
/** Of nothing there is no share. */
export const shareOrNone = (share) => (share === null ? '–' : percent(share));
export const siteText = ([file, line]) =>
  `${typeof file === 'number' ? data.files[file][FILE.path] : file}:${line}`;
