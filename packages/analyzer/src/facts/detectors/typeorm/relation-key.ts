import type { ProgramFile } from '../../../link/program.ts';
import type { ForeignKey, Site } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { Model } from '../../detector.ts';
import { objectProperty } from '../../expressions.ts';
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
  return Object.assign(
    lazyKey(() => columns, target, { file: file.path, line }),
    actions,
  );
}

/** The other entity may be read later: its name, and what follows from it, are filled in when first asked for. */
export function lazyKey(
  columns: () => string[],
  target: () => Model | undefined,
  site: Site,
): ForeignKey {
  const key: ForeignKey = { columns: [], table: '', referencedColumns: ['id'], site };
  Object.defineProperty(key, 'columns', { enumerable: true, configurable: true, get: columns });
  return Object.defineProperty(key, 'table', {
    enumerable: true,
    configurable: true,
    get: () => target()?.table ?? '',
    set: (value: string) =>
      Object.defineProperty(key, 'table', { value, writable: true, enumerable: true }),
  });
}
