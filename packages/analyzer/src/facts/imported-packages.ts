import type { Program } from '../link/program.ts';

interface Imported {
  specifiers: ReadonlySet<string>;
  /** Specifiers and what they begin with, up to each slash. */
  beginnings: ReadonlySet<string>;
}

const ALIASED = /[#!?]/;

const known = new WeakMap<Program, Imported>();

function importedBy(program: Program): Imported {
  const before = known.get(program);
  if (before) return before;
  const specifiers = new Set<string>();
  const meant = new Set<string>();
  for (const { path, facts } of program.files.values())
    for (const { specifier } of facts.imports) {
      // Only elsewhere is said what it means: `#cache` in package.json; `loader!lru-cache` loads another.
      if (ALIASED.test(specifier)) {
        const target = program.resolve(path, specifier);
        if (target.k === 'external') meant.add(target.package);
      }
      specifiers.add(specifier);
    }
  const beginnings = new Set<string>();
  for (const specifier of [...specifiers, ...meant]) {
    if (specifier.startsWith('.')) continue;
    for (let end = specifier.indexOf('/'); end !== -1; end = specifier.indexOf('/', end + 1))
      beginnings.add(specifier.slice(0, end));
    beginnings.add(specifier);
  }
  const made = { specifiers, beginnings };
  known.set(program, made);
  return made;
}

/** Whether any file of the program imports one of these packages: spares looking at calls of common names. */
export function importsAny(program: Program, packages: readonly string[]): boolean {
  const { specifiers } = importedBy(program);
  return packages.some((name) => specifiers.has(name));
}

/** Whether any file imports one of these packages or a part of one: `drizzle-orm/pg-core`. Else no value can stem from them. */
export function importsPartOf(program: Program, packages: Iterable<string>): boolean {
  const { beginnings } = importedBy(program);
  for (const name of packages) if (beginnings.has(name)) return true;
  return false;
}
