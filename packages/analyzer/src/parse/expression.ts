/**
 * Expressions as the facts keep them: small, plain, serialisable, the same whichever syntax tree
 * they were read from. `line` counts from one; `at` is the offset of a function in its file and
 * identifies it there.
 */
export type Expression =
  | NameExpression
  | { k: 'this' }
  | { k: 'super' }
  | { k: 'str'; value: string; line: number }
  | { k: 'num'; value: number }
  | { k: 'bool'; value: boolean; line?: number }
  | { k: 'null' }
  | MemberExpression
  | CallExpression
  | TemplateExpression
  | ({ k: 'obj'; props: readonly ObjectProperty[]; line: number } & Numbered)
  | ({ k: 'arr'; items: readonly Expression[] } & Numbered)
  | { k: 'fn'; at: number }
  | { k: 'class'; at: number }
  | ({ k: 'await'; of: Expression } & Numbered)
  | { k: 'spread'; of: Expression }
  | ({ k: 'either'; of: readonly Expression[] } & Numbered)
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

/**
 * Only names and members that stand by themselves in a list, an object or a decorator have a line;
 * elsewhere the call or the declaration around them says it, and one name in one function is one object.
 */
interface Placed {
  line?: number;
}

export interface NameExpression extends Numbered, Placed {
  k: 'id';
  name: string;
}

export interface MemberExpression extends Numbered, Placed {
  k: 'member';
  object: Expression;
  /** The property name; null where it is computed from something that is not a literal. */
  name: string | null;
  /** The computed key, where it is not a literal. */
  key?: Expression;
}

export interface CallExpression extends Numbered {
  k: 'call';
  callee: Expression;
  args: readonly Expression[];
  /** `new X()` rather than `x()`. */
  construct: boolean;
  /** First line of the whole expression. */
  line: number;
  /** Line of the called name: differs from `line` in a chain over several lines. */
  nameLine: number;
  /** Line of the last name of what it is called on: `orders` of `prisma.orders.find()`. */
  receiverLine: number;
  typeArguments?: readonly TypeName[];
}

export interface TemplateExpression extends Numbered {
  k: 'template';
  /** Absent for an untagged template. */
  tag?: Expression;
  /** Literal parts, one more than `holes`. */
  parts: readonly string[];
  holes: readonly Expression[];
  line: number;
  /** Line breaks inside each `${}`; absent where all of them stand on one line. */
  gaps?: readonly number[];
}

export interface ObjectProperty {
  /** Null for a computed key that is not a literal, and for a spread. */
  key: string | null;
  value: Expression;
  spread?: boolean;
  /** The value is a function that gives it: `get orders() {}`. */
  getter?: boolean;
}

/** A type annotation reduced to what binding needs: a dotted name and its arguments. */
export interface TypeName {
  name: string;
  args: readonly TypeName[];
  /** Set for `typeof x`. */
  typeof?: boolean;
  /** The other members of a union; the name and the arguments are those of its first. */
  or?: TypeName[];
}

/** Name of the type of a function; its one argument is what the function gives. */
export const FUNCTION_TYPE = '=>';

/** Name of the member that stands for any element of a list. */
export const ELEMENT = '[]';

export const OTHER: Expression = { k: 'other' };
