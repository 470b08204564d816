import { requireOf } from '../facts/commonjs.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { followExport } from './exports.ts';
import type { ProgramFile } from './program.ts';
import type { ExportTarget } from './program-file.ts';
import { GENERATED, UNKNOWN, type Value } from './value.ts';

export function moduleValue(
  self: Evaluator,
  from: ProgramFile,
  specifier: string,
  name: string,
): Value {
  const target = self.program.resolve(from.path, specifier);
  if (target.k === 'external')
    return { t: 'external', package: externalId(target.package, specifier), path: name };
  if (target.k === 'builtin')
    return { t: 'external', package: target.name.replace(/^node:/, ''), path: name };
  if (target.k !== 'file') return UNKNOWN;
  const file = self.program.files.get(target.path);
  const found = file ? followExport(self.program, file, name) : undefined;
  if (!found && file && name !== '*' && leadsToMissing(self, file, 0))
    return { t: 'external', package: GENERATED, path: name };
  return exportValue(self, found);
}

/** `TABLES` of `module.exports = knex; module.exports.TABLES = …`, whatever the whole is. */
export function besideWhole(
  self: Evaluator,
  from: ProgramFile,
  whole: Expression,
  name: string,
): Value | undefined {
  const required = whole.k === 'id' ? from.imported.get(whole.name) : requireOf(whole);
  if (required?.imported !== 'export=') return undefined;
  const target = self.program.resolve(from.path, required.specifier);
  const to = target.k === 'file' ? self.program.files.get(target.path) : undefined;
  return to?.exports.has('export=') && to.exports.has(name)
    ? moduleValue(self, from, required.specifier, name)
    : undefined;
}

/** A barrel that passes on a file which is not in the checkout: code that a build writes. */
function leadsToMissing(self: Evaluator, file: ProgramFile, depth: number): boolean {
  return file.stars.some(({ specifier }) => {
    const target = self.program.resolve(file.path, specifier);
    if (target.k !== 'file') return specifier.startsWith('.');
    const to = self.program.files.get(target.path);
    return to !== undefined && depth < 4 && leadsToMissing(self, to, depth + 1);
  });
}

/** Sub-paths that are libraries of their own: `drizzle-orm/pg-core`, `next/server`. */
export function externalId(name: string, specifier: string): string {
  return specifier.startsWith(name) ? specifier : name;
}

export function exportValue(self: Evaluator, target: ExportTarget | undefined): Value {
  if (!target) return UNKNOWN;
  switch (target.k) {
    case 'external':
      return { t: 'external', package: target.package, path: target.name };
    case 'namespace':
      return { t: 'module', file: target.file };
    case 'value':
      return self.evaluate(target.value, target.file, MODULE);
    case 'local':
      return self.evaluateName(target.local, target.file, MODULE);
  }
}
