import type { Program } from '../link/program.ts';

const known = new WeakMap<Program, ReadonlySet<string>>();

/** Whether any file of the program imports one of these packages: spares looking at calls of common names. */
export function importsAny(program: Program, packages: readonly string[]): boolean {
  let specifiers = known.get(program);
  if (!specifiers) {
    specifiers = new Set(
      [...program.files.values()].flatMap((file) =>
        file.facts.imports.map(({ specifier }) => specifier),
      ),
    );
    known.set(program, specifiers);
  }
  const imported = specifiers;
  return packages.some((name) => imported.has(name));
}
