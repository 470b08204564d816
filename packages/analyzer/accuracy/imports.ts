/**
 * `node --conditions=@ashlar/source accuracy/imports.ts [--verbose] CHECKOUT…`: every specifier of a
 * codebase, resolved by us and by `ts.resolveModuleName`. Nothing has to be installed.
 */
import { resolve as absolutePath, basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { discover } from '../src/discover/discover.ts';
import { createResolver, type Resolution } from '../src/link/resolver.ts';
import { readSources } from '../src/read-sources.ts';
import { createTypescriptResolve } from './typescript-projects.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', default: false } },
});

const CODE = /\.(?:[cm]?[jt]sx?|json)$/;

/** `x.d.ts` and the `x.js` beside it are one module: TypeScript names the first, we the second. */
const moduleOf = (path: string): string => path.replace(/(?:\.d\.[cm]?ts|\.[cm]?jsx?)$/, '');

/** The file of the codebase a specifier leads to; everything else (packages, pictures) is `-`. */
function ours(found: Resolution, root: string): string {
  if (found.k !== 'file' && found.k !== 'outside') return '-';
  const path = found.path.startsWith('/') ? found.path : join(root, found.path);
  return path.startsWith(`${root}/`) && CODE.test(path) ? path.slice(root.length + 1) : '-';
}

function theirs(found: string | undefined, root: string): string {
  if (!found) return '-';
  const inside = found.startsWith(`${root}/`) && !found.includes('/node_modules/');
  return inside && CODE.test(found) ? found.slice(root.length + 1) : '-';
}

const DECLARATION = /\.d\.[cm]?ts$/;
const OUTPUT = /(?:^|\/)(?:dist|build|out|lib|esm|cjs)\//;

const stem = (path: string): string => basename(path).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');

/** Why an answer differs, where the reason is a decision of ours; undefined asks for a look. */
function reasonOf(
  specifier: string,
  found: Resolution,
  own: string,
  other: string,
): string | undefined {
  if (DECLARATION.test(other) && stem(own) === stem(other))
    return 'the code rather than a declaration of it';
  if (found.k === 'outside' && own === '-') return 'a style sheet or picture rather than its types';
  if (DECLARATION.test(other) && own === '-')
    return 'a declaration that stands for an installed package';
  if (own.endsWith('.json') && other === '-') return 'Node.js adds .json itself';
  if (/[?!]/.test(specifier) && other === '-' && own !== '-')
    return "a bundler's query or loader around the name of a file";
  if (other === '-' && own !== '-' && (/^@?\w/.test(specifier) || OUTPUT.test(specifier)))
    return 'output that no build has made: its source';
  if (OUTPUT.test(other) && !OUTPUT.test(own) && own !== '-')
    return 'source rather than build output';
  return undefined;
}

let same = 0;
let sameBuilt = 0;
let explained = 0;
let total = 0;
for (const folder of positionals) {
  const root = absolutePath(folder);
  const discovery = discover(root);
  const { facts } = await readSources(discovery, {});
  const { resolve } = createResolver(discovery, new Set(facts.keys()), facts);
  const typescript = createTypescriptResolve(root);
  const typescriptBuilt = createTypescriptResolve(root, true);
  const differences = new Map<string, string[]>();
  let agreed = 0;
  let agreedBuilt = 0;
  let seen = 0;
  for (const [path, { imports }] of facts) {
    const specifiers = new Map(
      imports.filter((i) => !i.computed).map((i) => [`${i.specifier} ${i.kind}`, i]),
    );
    for (const { specifier, kind, line } of specifiers.values()) {
      seen++;
      const resolution = resolve(path, specifier);
      const own = ours(resolution, root);
      const mode = /require|equals/.test(kind) ? 'require' : 'import';
      const other = theirs(typescript(join(root, path), specifier, mode), root);
      if (own === other || (DECLARATION.test(other) && moduleOf(own) === moduleOf(other))) {
        agreed++;
        continue;
      }
      if (own === theirs(typescriptBuilt(join(root, path), specifier, mode), root)) {
        agreedBuilt++;
        continue;
      }
      const reason = reasonOf(specifier, resolution, own, other) ?? 'not explained';
      const list = differences.get(reason) ?? [];
      list.push(`${path}:${line} ${specifier}: ${own}, TypeScript ${other}`);
      differences.set(reason, list);
    }
  }
  const open = differences.get('not explained')?.length ?? 0;
  same += agreed;
  sameBuilt += agreedBuilt;
  explained += seen - agreed - agreedBuilt - open;
  total += seen;
  process.stdout.write(
    `${basename(root)}: ${facts.size} files, ${seen} specifiers, ${agreed} the same, ${agreedBuilt} the same once built (together ${((100 * (agreed + agreedBuilt)) / seen).toFixed(2)} %)\n`,
  );
  for (const [reason, list] of [...differences].sort()) {
    process.stdout.write(`  ${list.length} × ${reason}\n`);
    for (const text of list.slice(0, values.verbose || reason === 'not explained' ? 40 : 0))
      process.stdout.write(`      ${text}\n`);
  }
}
process.stdout.write(
  `${total} specifiers: ${same} the same, ${sameBuilt} the same once built (together ${((100 * (same + sameBuilt)) / total).toFixed(3)} %), ${explained} differences explained, ${total - same - sameBuilt - explained} not\n`,
);
