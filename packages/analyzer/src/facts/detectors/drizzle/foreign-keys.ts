import type { ProgramFile } from '../../../link/program.ts';
import type { ForeignKey } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { TableRegistry } from '../../detector.ts';
import { calledName, chainOf, objectProperty } from '../../expressions.ts';
import { referentialActions } from '../../referential-actions.ts';
import { columnNamed, columnShape } from './columns.ts';
import { tableName } from './table-name.ts';

export function columnKeys(
  factory: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): ForeignKey[] {
  return (columnShape(factory, file)?.props ?? []).flatMap(({ key, value }) => {
    const reference =
      value.k === 'call' ? chainOf(value).find((c) => calledName(c) === 'references') : undefined;
    const target = reference ? columnTarget(reference.args[0], file, registry) : undefined;
    if (!reference || !target) return [];
    const actions = referentialActions((name) => {
      const action = objectProperty(reference.args[1], name);
      return action?.k === 'str' ? action.value : undefined;
    });
    const own = key === null ? '' : columnNamed(key, value, file, registry);
    return [foreignKey(file, reference.nameLine, [own], target, actions)];
  });
}

interface ColumnTarget {
  table: string;
  column: string;
}

/** `() => users.id`, in this file or another. */
function columnTarget(
  arrow: Expression | undefined,
  file: ProgramFile,
  registry: TableRegistry,
): ColumnTarget | undefined {
  if (arrow?.k !== 'fn') return undefined;
  const returned = file.functions.get(arrow.at)?.returns[0];
  return returned ? columnOf(returned, file, arrow.at, registry) : undefined;
}

function columnOf(
  expression: Expression,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): ColumnTarget | undefined {
  if (expression.k !== 'member' || !expression.name) return undefined;
  const value = registry.evaluator.evaluate(expression.object, file, fn);
  const table = value.t === 'result' ? tableNameOf(value.call, value.file, registry) : undefined;
  return table ? { table, column: expression.name } : undefined;
}

/** Table name of a declaration that may not have been visited yet. */
function tableNameOf(
  call: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): string | undefined {
  const [factory] = chainOf(call);
  return factory ? tableName(factory, file, registry) : undefined;
}

export function compositeKeys(
  factory: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): ForeignKey[] {
  const extra = factory.args[2];
  if (extra?.k !== 'fn') return [];
  const returned = file.functions.get(extra.at)?.returns[0];
  const items =
    returned?.k === 'arr'
      ? returned.items
      : returned?.k === 'obj'
        ? returned.props.map((p) => p.value)
        : [];
  return items.flatMap((item) => {
    if (item.k !== 'call') return [];
    const chain = chainOf(item);
    const base = chain[0];
    if (!base || calledName(base) !== 'foreignKey') return [];
    const targets = objectProperty(base.args[0], 'foreignColumns');
    const own = objectProperty(base.args[0], 'columns');
    if (targets?.k !== 'arr' || own?.k !== 'arr') return [];
    const found = targets.items.flatMap((t) => columnOf(t, file, extra.at, registry) ?? []);
    const first = found[0];
    if (!first) return [];
    const actions = referentialActions((name) => {
      const action = chain.find((c) => calledName(c) === name)?.args[0];
      return action?.k === 'str' ? action.value : undefined;
    });
    const columns = own.items.flatMap((o) => (o.k === 'member' && o.name ? [o.name] : []));
    const key = foreignKey(file, base.line, columns, first, actions);
    return [{ ...key, referencedColumns: found.map((f) => f.column) }];
  });
}

function foreignKey(
  file: ProgramFile,
  line: number,
  columns: string[],
  target: ColumnTarget,
  actions: Pick<ForeignKey, 'onDelete' | 'onUpdate'>,
): ForeignKey {
  return {
    columns,
    table: target.table,
    referencedColumns: [target.column],
    ...actions,
    site: { file: file.path, line },
  };
}
