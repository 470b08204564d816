import type { Expression } from '../parse/expression.ts';
import { calledName } from './expressions.ts';

/** What an expression takes from another module by `require`. */
export interface Required {
  specifier: string;
  /** `*` behind a helper that makes a namespace, a member's name, else `export=`: the whole. */
  imported: string;
}

/** Helpers of TypeScript, Babel, swc and esbuild around a `require` that stood for an import. */
const INTEROP =
  /^(?:__importDefault|__importStar|__toESM|__toModule|_interop_?[rR]equire_?(?:[dD]efault|[wW]ildcard))$/;

/** `require('x')`, `require('x').y`, `__importDefault(require('x'))`. */
export function requireOf(expression: Expression): Required | undefined {
  if (expression.k === 'member' && expression.name !== null) {
    const whole = requireOf(expression.object);
    const isWhole = whole?.imported === 'export=' || whole?.imported === '*';
    return whole && isWhole ? { ...whole, imported: expression.name } : undefined;
  }
  if (expression.k !== 'call' || expression.construct) return undefined;
  const argument = expression.args[0];
  const name = calledName(expression) ?? '';
  if (name === 'require' && expression.callee.k === 'id')
    return argument?.k === 'str' ? { specifier: argument.value, imported: 'export=' } : undefined;
  // Asked of every call, so most are told apart by one letter.
  if (!argument || !name.startsWith('_')) return undefined;
  const inner = INTEROP.test(name) ? requireOf(argument) : undefined;
  return inner ? { ...inner, imported: '*' } : undefined;
}

/** `exports`, `module.exports`, and what esbuild calls the object it exports. */
export function isExportsObject(expression: Expression | undefined): boolean {
  if (expression?.k === 'id') return /^exports$|_exports$/.test(expression.name);
  return (
    expression?.k === 'member' &&
    expression.name === 'exports' &&
    expression.object.k === 'id' &&
    expression.object.name === 'module'
  );
}
