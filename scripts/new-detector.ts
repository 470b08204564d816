/**
 * `npm run new:detector NAME`: a detector with its case, in the lists and on the page. What it writes
 * works and passes the shared suite; replace the sample calls by those of the library.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DETECTORS = 'packages/analyzer/src/facts/detectors';
const TESTS = 'packages/analyzer/test/facts';

/** @returns the files written, relative to `repository` */
export function newDetector(name: string, repository: string): string[] {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw new Error(`${name}: a detector is named after its npm package, like better-sqlite3.`);
  const code = `${DETECTORS}/${name}.ts`;
  if (existsSync(join(repository, code))) throw new Error(`${code} is there already.`);
  const constant = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const cases = `${constant.replace(/([A-Z])/g, '_$1').toUpperCase()}_CASES`;
  const changes: [string, (before: string) => string][] = [
    [code, () => detectorText(name, constant)],
    [`${TESTS}/cases/${name}.ts`, () => caseText(name, cases)],
    [`${DETECTORS}/index.ts`, (before) => addToList(before, name, constant)],
    [`${TESTS}/detectors.test.ts`, (before) => addToSuite(before, name, cases)],
    ['docs/detectors.md', (before) => addToPage(before, name)],
  ];
  // All texts first, so that a list that looks different leaves nothing half done.
  const texts = changes.map(([path, change]) => {
    const file = join(repository, path);
    return { file, path, text: change(existsSync(file) ? readFileSync(file, 'utf8') : '') };
  });
  for (const { file, text } of texts) writeFileSync(file, text);
  return texts.map(({ path }) => path);
}

function detectorText(name: string, constant: string): string {
  return `import { packageOf } from '../../link/value.ts';
import type { Detector } from '../detector.ts';

const READS = ['find'];
const WRITES = ['save'];

/** Which calls of ${name} touch a table, and where its name stands. */
export const ${constant}: Detector = {
  name: '${name}',
  packages: ['${name}'],
  calls: [...READS, ...WRITES],
  call(site, out) {
    // Decide by what the receiver is, not by what it is called.
    if (packageOf(site.value(site.receiver)) !== '${name}') return;
    const table = site.text(site.call.args[0]);
    if (table === undefined) out.unknownTable(site, '', 'table name is computed');
    else out.access(site, table, WRITES.includes(site.name) ? 'write' : 'read');
  },
};
`;
}

function caseText(name: string, cases: string): string {
  return `import type { DetectorCase } from '../detector-case.ts';

export const ${cases}: DetectorCase[] = [
  {
    detector: '${name}',
    name: 'finds reads and writes',
    files: {
      'shop.ts': \`import { connect } from '${name}';
const store = connect();
export const load = () => store.find('orders');
export const keep = (order: object) => store.save('orders', order);\`,
    },
    expected: ['shop.ts:3 read orders', 'shop.ts:4 write orders'],
  },
];
`;
}

function addToList(before: string, name: string, constant: string): string {
  const imported = addImport(before, `import { ${constant} } from './${name}.ts';`);
  return replaceOnce(imported, '\n];', `\n  ${constant},\n];`);
}

function addToSuite(before: string, name: string, cases: string): string {
  const imported = addImport(before, `import { ${cases} } from './cases/${name}.ts';`);
  return imported.replace(/const CASES = \[([^\]]*)\];/, (whole, list: string) => {
    const items = list.split(',').map((item) => item.trim());
    return whole.replace(list, [...items.filter(Boolean), `...${cases}`].join(', '));
  });
}

/** Imports are kept in the order of their files, as the formatter wants them. */
function addImport(before: string, line: string): string {
  const from = (text: string): string => /from '([^']+)'/.exec(text)?.[1] ?? '';
  const lines = before.split('\n');
  const folder = from(line).slice(0, from(line).lastIndexOf('/'));
  const siblings = lines.filter((l) => l.startsWith('import ') && from(l).startsWith(folder));
  const next = siblings.find((l) => from(l) > from(line));
  const last = siblings.at(-1);
  if (last === undefined) throw new Error('The list of detectors has no imports to go by.');
  const at = next === undefined ? lines.indexOf(last) + 1 : lines.indexOf(next);
  return lines.toSpliced(at, 0, line).join('\n');
}

function addToPage(before: string, name: string): string {
  const rows = [...before.matchAll(/^\| `.*\n/gm)];
  const last = rows.at(-1);
  if (!last) throw new Error('docs/detectors.md has no table of detectors.');
  const at = last.index + last[0].length;
  return `${before.slice(0, at)}| \`${name}\` | what it reads, in a few words |\n${before.slice(at)}`;
}

function replaceOnce(text: string, part: string, by: string): string {
  const at = text.lastIndexOf(part);
  if (at === -1) throw new Error(`There is no ${JSON.stringify(part)} to add to.`);
  return text.slice(0, at) + by + text.slice(at + part.length);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const repository = dirname(dirname(fileURLToPath(import.meta.url)));
  try {
    const written = newDetector(process.argv[2] ?? '', repository);
    process.stdout.write(
      `${written.join('\n')}\nNow: npx biome check --write ${DETECTORS} ${TESTS}; npx vitest run --project analyzer\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
