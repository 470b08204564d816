import type { Program } from '../link/program.ts';

interface Imported {
  specifiers: ReadonlySet<string>;
  /** Specifiers and what they begin with, up to each slash. */
  beginnings: ReadonlySet<string>;
  /** Some of them say only elsewhere what they mean: `#cache` of package.json, `loader!lru-cache`. */
  aliased: boolean;
}

const known = new WeakMap<Program, Imported>();

function importedBy(program: Program): Imported {
  const before = known.get(program);
  if (before) return before;
  const specifiers = new Set<string>();
  for (const file of program.files.values())
    for (const { specifier } of file.facts.imports) specifiers.add(specifier);
  const beginnings = new Set<string>();
  let aliased = false;
  for (const specifier of specifiers) {
    if (specifier.startsWith('.')) continue;
    if (/[#!?]/.test(specifier)) aliased = true;
    for (let end = specifier.indexOf('/'); end !== -1; end = specifier.indexOf('/', end + 1))
      beginnings.add(specifier.slice(0, end));
    beginnings.add(specifier);
  }
  const made = { specifiers, beginnings, aliased };
  known.set(program, made);
  return made;
}

/** Whether any file of the program imports one of these packages: spares looking at calls of common names. */
export function importsAny(program: Program, packages: readonly string[]): boolean {
  const { specifiers } = importedBy(program);
  return packages.some((name) => specifiers.has(name));
}

/** Whether any file imports one of these packages or a part of one: `drizzle-orm/pg-core`. */
export function importsPartOf(program: Program, packages: Iterable<string>): boolean {
  const { beginnings } = importedBy(program);
  for (const name of packages) if (beginnings.has(name)) return true;
  return false;
}

/** Whether a value of the program can stem from one of these packages. */
export function mayStemFrom(program: Program, packages: Iterable<string>): boolean {
  return importedBy(program).aliased || importsPartOf(program, packages);
}
