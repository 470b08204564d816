import { objectProperty } from '../facts/expressions.ts';
import type { SqlTextFact } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { ProgramFile } from './program.ts';

/**
 * `$(table:name)`, `${table~}`, `$1:name`: what pg-promise writes as a quoted name (its manual, "SQL Names"); `??` does
 * so for mysql2 and Knex.
 */
const NAME = /\$(?:[({<[/](\w+)(?::name|~)[)}>\]/]|(\d+)(?::name|~))|(\?\?)/;

/** A value, not what an operator or a quoted text has of it. */
const MARK = /(?<!\\)\?(?=[\s,;)]|$)/g;

/** The text with the values of such parameters as holes, taken from what stands beside it in the call. */
export function fillNamedParameters(text: SqlTextFact, file: ProgramFile): SqlTextFact {
  if (!text.parts.some((part) => NAME.test(part))) return text;
  const values = valuesBeside(text, file);
  const parts: string[] = [];
  const holes: Expression[] = [];
  const gaps: number[] = [];
  /** How many marks stand before: `?` and `??` take the values in turn. */
  let marks = 0;
  for (const [index, part] of text.parts.entries()) {
    let rest = part;
    for (let match = NAME.exec(rest); match; match = NAME.exec(rest)) {
      const before = rest.slice(0, match.index);
      marks += before.match(MARK)?.length ?? 0;
      parts.push(before);
      holes.push(valueNamed(values, match[1], match[3] ? `${++marks}` : match[2]));
      gaps.push(0);
      rest = rest.slice(match.index + match[0].length);
    }
    marks += rest.match(MARK)?.length ?? 0;
    parts.push(rest);
    const hole = text.holes[index];
    if (!hole) continue;
    holes.push(hole);
    gaps.push(text.gaps?.[index] ?? 0);
  }
  return { ...text, parts, holes, ...(text.gaps ? { gaps } : {}) };
}

function valuesBeside(text: SqlTextFact, file: ProgramFile): Expression | undefined {
  for (const { call } of file.calls) {
    const at = call.args.findIndex(
      (arg) => (arg.k === 'str' || arg.k === 'template') && arg.line === text.line,
    );
    if (at !== -1) return call.args[at + 1];
  }
  return undefined;
}

function valueNamed(values: Expression | undefined, key = '', place = ''): Expression {
  if (place)
    return (values?.k === 'arr' ? values.items[Number(place) - 1] : values) ?? { k: 'other' };
  return objectProperty(values, key) ?? { k: 'other' };
}
