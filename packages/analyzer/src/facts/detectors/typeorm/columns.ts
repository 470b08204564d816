import type { ProgramFile } from '../../../link/program.ts';
import type { Column } from '../../../model/analysis.ts';
import { column, lineOf, typeName } from '../../columns.ts';
import { calledName, objectProperty } from '../../expressions.ts';
import type { ClassMemberFact } from '../../file-facts.ts';

/** Decorators of TypeORM and of MikroORM that make a column of a property. */
const COLUMN =
  /^(?:(?:Primary|PrimaryGenerated|CreateDate|UpdateDate|DeleteDate|Version|View|ObjectId|Generated)?Column|Property|PrimaryKey|SerializedPrimaryKey|Enum)$/;

/** A property with a decorator for columns; the naming strategy of the connection is not known. */
export function columnOf(file: ProgramFile, member: ClassMemberFact): Column[] {
  const decorator = member.decorators.find(
    (d) => d.k === 'call' && COLUMN.test(calledName(d) ?? ''),
  );
  if (decorator?.k !== 'call') return [];
  const options = decorator.args.find((argument) => argument.k === 'obj');
  const named =
    objectProperty(options, 'name') ??
    objectProperty(options, 'fieldName') ??
    objectProperty(options, 'field');
  const [first] = decorator.args;
  const type = typeName(objectProperty(options, 'type') ?? objectProperty(options, 'columnType'));
  return [
    column(
      named?.k === 'str' ? named.value : member.name,
      type ?? (first?.k === 'str' && !isStrategy(first.value) ? first.value : undefined),
      { file: file.path, line: lineOf(decorator, member.line) },
    ),
  ];
}

/** `@PrimaryGeneratedColumn('increment')` says how numbers are given; `'uuid'` is a type as well. */
function isStrategy(text: string): boolean {
  return text === 'increment' || text === 'identity' || text === 'rowid';
}
