/**
 * Expressions as the facts keep them: small, plain, serialisable, the same whichever syntax tree
 * they were read from. `line` counts from one; `at` is the offset of a function in its file and
 * identifies it there.
 */
export type Expression =
  | ({ k: 'id'; name: string; line: number } & Numbered)
  | { k: 'this' }
  | { k: 'super' }
  | { k: 'str'; value: string; line: number }
  | { k: 'num'; value: number }
  | { k: 'bool'; value: boolean }
  | { k: 'null' }
  | MemberExpression
  | CallExpression
  | TemplateExpression
  | ({ k: 'obj'; props: ObjectProperty[]; line: number } & Numbered)
  | ({ k: 'arr'; items: Expression[] } & Numbered)
  | { k: 'fn'; at: number }
  | { k: 'class'; at: number }
  | ({ k: 'await'; of: Expression } & Numbered)
  | { k: 'spread'; of: Expression }
  | ({ k: 'either'; of: Expression[] } & Numbered)
  | ({ k: 'concat'; left: Expression; right: Expression } & Numbered)
  | ({ k: 'typed'; of: Expression; type: TypeName } & Numbered)
  | ({ k: 'import'; specifier: string } & Numbered)
  | { k: 'other' };

/**
 * Place among the expressions of the file, under which linking keeps what it finds out. Absent where
 * there is nothing to find out, and for expressions that linking itself makes.
 */
interface Numbered {
  n?: number;
}

export interface MemberExpression extends Numbered {
  k: 'member';
  object: Expression;
  /** The property name; null where it is computed from something that is not a literal. */
  name: string | null;
  /** The computed key, where it is not a literal. */
  key?: Expression;
  line: number;
}

export interface CallExpression extends Numbered {
  k: 'call';
  callee: Expression;
  args: Expression[];
  /** `new X()` rather than `x()`. */
  construct: boolean;
  /** First line of the whole expression. */
  line: number;
  /** Line of the called name: differs from `line` in a chain over several lines. */
  nameLine: number;
  typeArguments?: TypeName[];
}

export interface TemplateExpression extends Numbered {
  k: 'template';
  /** Absent for an untagged template. */
  tag?: Expression;
  /** Literal parts, one more than `holes`. */
  parts: string[];
  holes: Expression[];
  line: number;
}

export interface ObjectProperty {
  /** Null for a computed key that is not a literal, and for a spread. */
  key: string | null;
  value: Expression;
  spread?: boolean;
}

/** A type annotation reduced to what binding needs: a dotted name and its arguments. */
export interface TypeName {
  name: string;
  args: TypeName[];
  /** Set for `typeof x`. */
  typeof?: boolean;
}

/** Name of the member that stands for any element of a list. */
export const ELEMENT = '[]';

export const OTHER: Expression = { k: 'other' };
