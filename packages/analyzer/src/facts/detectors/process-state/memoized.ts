import type { ProgramFile } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { FactSink } from '../../detector.ts';
import { calledName, lastName } from '../../expressions.ts';

const REMEMBERS = /^_?(?:p|fast|micro|nano|async|shallow)?[mM]emoi[sz]ed?(?:$|[A-Z])/;

/** `memoize(find)`, `_.memoize(find)`: what it makes of a function keeps results in the process. */
export function isRemembering(expression: Expression): boolean {
  return (
    expression.k === 'call' && !expression.construct && REMEMBERS.test(calledName(expression) ?? '')
  );
}

/** `@Memoize()`, `@memoized`. */
export function isRememberingDecorator(decorator: Expression): boolean {
  return isRemembering(decorator) || REMEMBERS.test(lastName(decorator) ?? '');
}

/** `export default memoize(find)`, `exports.find = memoize(find)`. */
export function rememberedExports(file: ProgramFile, out: FactSink): void {
  for (const [name, item] of file.exports)
    if (item.k === 'value' && isRemembering(item.value))
      out.state({ file: file.path, line: item.line, name, kind: 'cache', exportedAs: name });
}
