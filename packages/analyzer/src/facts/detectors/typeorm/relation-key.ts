import type { ProgramFile } from '../../../link/program.ts';
import type { ForeignKey } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { Model } from '../../detector.ts';
import { objectProperty } from '../../expressions.ts';
import { lazyKey } from '../../lazy-key.ts';
import { referentialActions } from '../../referential-actions.ts';

/** The key of a relation whose column is named, or after the property. */
export function relationKey(
  relation: string,
  column: Expression | undefined,
  options: Expression | undefined,
  target: () => Model | undefined,
  file: ProgramFile,
  line: number = options?.k === 'obj' ? options.line : 1,
): ForeignKey {
  const columns = [column?.k === 'str' ? column.value : `${relation}Id`];
  const actions = referentialActions((name) => {
    const action = objectProperty(options, name);
    return action?.k === 'str' ? action.value : undefined;
  });
  return lazyKey(() => columns, target, { file: file.path, line }, actions);
}
