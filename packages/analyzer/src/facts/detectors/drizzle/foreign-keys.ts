import type { ProgramFile } from '../../../link/program.ts';
import type { ForeignKey } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { TableRegistry } from '../../detector.ts';
import { chainOf, objectProperty } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';

export function calledName(call: CallExpression): string | undefined {
  if (call.callee.k === 'id') return call.callee.name;
  return call.callee.k === 'member' ? (call.callee.name ?? undefined) : undefined;
}

export function columnKeys(
  factory: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): ForeignKey[] {
  const columns = factory.args[1];
  if (columns?.k !== 'obj') return [];
  return columns.props.flatMap(({ key, value }) => {
    const reference =
      value.k === 'call' ? chainOf(value).find((c) => calledName(c) === 'references') : undefined;
    const target = reference ? columnTarget(reference.args[0], file, registry) : undefined;
    if (!reference || !target) return [];
    const action = objectProperty(reference.args[1], 'onDelete');
    return [
      foreignKey(
        file,
        reference.nameLine,
        [key ?? ''],
        target,
        action?.k === 'str' ? action.value : undefined,
      ),
    ];
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
  const factory = chainOf(call)[0];
  const name = factory?.args[0]
    ? registry.evaluator.evaluate(factory.args[0], file, MODULE)
    : undefined;
  return name?.t === 'string' ? name.value : undefined;
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
    const action = chain.find((c) => calledName(c) === 'onDelete')?.args[0];
    const columns = own.items.flatMap((o) => (o.k === 'member' && o.name ? [o.name] : []));
    const key = foreignKey(
      file,
      base.line,
      columns,
      first,
      action?.k === 'str' ? action.value : undefined,
    );
    return [{ ...key, referencedColumns: found.map((f) => f.column) }];
  });
}

function foreignKey(
  file: ProgramFile,
  line: number,
  columns: string[],
  target: ColumnTarget,
  onDelete: string | undefined,
): ForeignKey {
  return {
    columns,
    table: target.table,
    referencedColumns: [target.column],
    ...(onDelete ? { onDelete: onDelete as NonNullable<ForeignKey['onDelete']> } : {}),
    site: { file: file.path, line },
  };
}
