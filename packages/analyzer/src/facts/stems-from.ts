import type { ProgramFile } from '../link/program.ts';
import { packageOf } from '../link/value.ts';
import type { Expression } from '../parse/expression.ts';
import type { TableRegistry } from './detector.ts';
import type { ClassFact } from './file-facts.ts';

interface Place {
  file: ProgramFile;
  fn: number;
}

const MAX_ANCESTORS = 8;

/** Whether a class stems from one of these packages, also through mixins: `extends Searchable(Base)`. */
export function stemsFrom(
  packages: readonly string[],
  file: ProgramFile,
  cls: ClassFact,
  registry: TableRegistry,
  depth = 0,
): boolean {
  if (!cls.extends || depth > MAX_ANCESTORS) return false;
  const stems = (expression: Expression, at: Place, steps: number): boolean => {
    if (steps > MAX_ANCESTORS) return false;
    if (expression.k === 'call' && expression.args.some((arg) => stems(arg, at, steps + 1)))
      return true;
    const base = registry.evaluator.evaluate(expression, at.file, at.fn);
    const from = packageOf(base);
    if (from !== undefined && packages.some((own) => isOf(own, from))) return true;
    if (base.t === 'result') return stems(base.call, base, steps + 1);
    return base.t === 'class' && stemsFrom(packages, base.file, base.cls, registry, depth + 1);
  };
  return stems(cls.extends, { file, fn: cls.fn }, 0);
}

/** Whether what was imported from there belongs to a package: `@adonisjs/lucid/orm` to `@adonisjs/lucid`. */
export function isOf(own: string, specifier: string): boolean {
  return specifier === own || specifier.startsWith(`${own}/`);
}
