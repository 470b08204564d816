import type { Expression } from '../parse/expression.ts';
import { calledName } from './expressions.ts';

/** `axios.create({ … })`, `got.extend({ … })`: a client made of another, which is called as that one is. */
export function isDerivedClient(init: Expression): boolean {
  return (
    init.k === 'call' &&
    init.callee.k === 'member' &&
    /^(?:create|extend|defaults)$/.test(calledName(init) ?? '')
  );
}
