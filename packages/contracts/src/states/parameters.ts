/**
 * How parameters of provider states are described: `'string'`, `'integer'`, `'number'`, `'boolean'` or
 * `'json'` (anything), with `?` for one that may be missing and `|null` for one that may be null; objects by
 * their members, lists by one element in brackets.
 */
export type ParameterSpec =
  | `${Kind}${'' | '|null'}${'' | '?'}`
  | readonly [ParameterSpec]
  | { readonly [name: string]: ParameterSpec };

type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'json';

interface TypeOf {
  readonly string: string;
  readonly integer: number;
  readonly number: number;
  readonly boolean: boolean;
  readonly json: unknown;
}

/** The type that a description stands for. */
export type ParametersOf<S> = S extends `${infer Inner}?`
  ? ParametersOf<Inner>
  : S extends `${infer Inner}|null`
    ? ParametersOf<Inner> | null
    : S extends keyof TypeOf
      ? TypeOf[S]
      : S extends readonly [infer Element]
        ? readonly ParametersOf<Element>[]
        : {
            readonly [K in keyof S as S[K] extends `${string}?` ? never : K]: ParametersOf<S[K]>;
          } & {
            readonly [K in keyof S as S[K] extends `${string}?` ? K : never]?: ParametersOf<S[K]>;
          };

const CHECKS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  json: (value) => value !== undefined,
};

/**
 * What is wrong with a value, one sentence each; nothing if it is what the description says. Members that
 * are not described are wrong too: a handler would silently do without them.
 * @param path of the value, such as `lines[0].sku`; empty for the parameters themselves
 */
export function faultsOf(spec: ParameterSpec, value: unknown, path = ''): readonly string[] {
  if (typeof spec === 'string') {
    const [, kind = '', orNull, optional] = /^(\w+)(\|null)?(\?)?$/.exec(spec) ?? [];
    if (value === undefined && optional !== undefined) return [];
    if (value === null && orNull !== undefined) return [];
    if (CHECKS[kind as Kind]?.(value) === true) return [];
    return [`${path} is ${shown(value)}, not ${kind}${orNull === undefined ? '' : ' or null'}`];
  }
  if (isList(spec)) {
    if (!Array.isArray(value)) return [`${path} is ${shown(value)}, not a list`];
    return value.flatMap((element, index) => faultsOf(spec[0], element, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${path === '' ? 'the whole' : path} is ${shown(value)}, not an object`];
  }
  const member = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const members: Readonly<Record<string, unknown>> = { ...value };
  return [
    ...Object.entries(spec).flatMap(([name, inner]) =>
      faultsOf(inner, Object.hasOwn(members, name) ? members[name] : undefined, member(name)),
    ),
    ...Object.keys(members)
      .filter((name) => members[name] !== undefined && !Object.hasOwn(spec, name))
      .map((name) => `${member(name)} is not a parameter of this state`),
  ];
}

function isList(spec: ParameterSpec): spec is readonly [ParameterSpec] {
  return Array.isArray(spec);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value);
}
