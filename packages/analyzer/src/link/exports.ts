import type { Expression } from '../parse/expression.ts';
import type { Program, ProgramFile } from './program.ts';

/** Where an exported name is really defined. */
export type ExportTarget =
  | { k: 'local'; file: ProgramFile; local: string; via: string[] }
  | { k: 'value'; file: ProgramFile; value: Expression; via: string[] }
  | { k: 'namespace'; file: ProgramFile; via: string[] }
  | { k: 'external'; package: string; name: string; via: string[] };

const MAX_HOPS = 40;

/**
 * Follows re-exports to the definition. `via` lists the files passed through, nearest first; the
 * defining file is not among them. A cycle of star exports ends the search.
 */
export function followExport(
  program: Program,
  file: ProgramFile,
  name: string,
  via: string[] = [],
  seen: Set<string> = new Set(),
): ExportTarget | undefined {
  const key = `${file.path}\0${name}`;
  if (seen.has(key) || via.length > MAX_HOPS) return undefined;
  seen.add(key);
  if (name === '*') return { k: 'namespace', file, via };
  const own = file.exports.get(name);
  if (own?.k === 'value') return { k: 'value', file, value: own.value, via };
  if (own?.k === 'local') {
    const imported = file.imported.get(own.local);
    if (imported) return hop(program, file, imported.specifier, imported.imported, via, seen);
    return { k: 'local', file, local: own.local, via };
  }
  if (own?.k === 'from') return hop(program, file, own.specifier, own.imported, via, seen);
  if (name !== 'default') {
    for (const star of file.stars) {
      const found = hop(program, file, star.specifier, name, via, seen, true);
      if (found) return found;
    }
  }
  const whole = file.exports.get('export=');
  if (whole?.k === 'value') {
    if (name === 'default' || name === 'export=')
      return { k: 'value', file, value: whole.value, via };
    const line = whole.line;
    return { k: 'value', file, value: { k: 'member', object: whole.value, name, line }, via };
  }
  if (name === 'export=' || (name === 'default' && file.exports.size > 0 && !isEsModule(file))) {
    return { k: 'namespace', file, via };
  }
  return undefined;
}

function isEsModule(file: ProgramFile): boolean {
  return file.facts.exports.length > 0;
}

function hop(
  program: Program,
  file: ProgramFile,
  specifier: string,
  name: string,
  via: string[],
  seen: Set<string>,
  isStar = false,
): ExportTarget | undefined {
  const target = program.resolve(file.path, specifier);
  const next = [...via, file.path];
  if (target.k === 'file') {
    const to = program.files.get(target.path);
    return to ? followExport(program, to, name, next, seen) : undefined;
  }
  if (isStar) return undefined;
  if (target.k === 'external') return { k: 'external', package: target.package, name, via: next };
  return undefined;
}
