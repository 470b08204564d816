import type { Expression, TypeName } from '../parse/expression.ts';
import type { Program } from './program.ts';
import type { Value } from './value.ts';

/** What a type checker says something is; files are relative to the root. */
export type TypeHint =
  | { k: 'instance' | 'class' | 'interface'; file: string; name: string }
  | { k: 'function'; file: string; name: string; line: number }
  /** `file` is where the names of `args` mean something. */
  | { k: 'external'; package: string; type: string; args: TypeName[]; file: string };

/** What the checker knows of expressions the evaluator knows nothing of. */
export type TypeHints = ReadonlyMap<Expression, TypeHint>;

export function valueOfHint(program: Program, hint: TypeHint): Value | undefined {
  const file = program.files.get(hint.file);
  if (hint.k === 'external') {
    const holder = file ?? program.files.values().next().value;
    const { package: from, type, args } = hint;
    return holder && { t: 'external-instance', package: from, type, args, file: holder };
  }
  if (!file) return undefined;
  switch (hint.k) {
    case 'instance':
    case 'class': {
      const cls = file.declaredClasses.get(hint.name);
      return cls && { t: hint.k, file, cls };
    }
    case 'interface': {
      const type = file.types.get(hint.name);
      return type && { t: 'interface', file, type };
    }
    case 'function': {
      const { name, line } = hint;
      const fn = file.facts.functions.find(
        (f) => f.line === line && (f.name === name || f.name.endsWith(`.${name}`)),
      );
      return fn && { t: 'function', file, fn };
    }
  }
}
