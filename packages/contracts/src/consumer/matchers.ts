import { MatchersV3 } from '@pact-foundation/pact';
import { marker } from './markers.ts';
import type { Accepted, Matching, NullableValue, OptionalMember } from './template.ts';

type RegexMatcher = ReturnType<typeof MatchersV3.regex>;
type MatcherOf<Name extends keyof typeof MatchersV3> = (typeof MatchersV3)[Name] extends (
  ...parameters: never[]
) => infer M
  ? M
  : never;

/** The matchers of pact-js that take no template: the same arguments, and the type that they accept. */
type Plain<Name extends keyof typeof MatchersV3, T> = (typeof MatchersV3)[Name] extends (
  ...parameters: infer P
) => infer M
  ? (...parameters: P) => M & Matching<T>
  : never;

interface TypedMatchers {
  /** The same type at every depth; literals below stand for their type. */
  readonly like: <const T>(template: T) => MatcherOf<'like'> & Matching<Accepted<T, true>>;
  /** One element or more, or `min`. */
  readonly eachLike: <const T>(
    template: T,
    min?: number,
  ) => MatcherOf<'eachLike'> & Matching<Accepted<T, true>[]>;
  readonly atLeastOneLike: <const T>(
    template: T,
    count?: number,
  ) => MatcherOf<'atLeastOneLike'> & Matching<Accepted<T, true>[]>;
  readonly atLeastLike: <const T>(
    template: T,
    min: number,
    count?: number,
  ) => MatcherOf<'atLeastLike'> & Matching<Accepted<T, true>[]>;
  readonly atMostLike: <const T>(
    template: T,
    max: number,
    count?: number,
  ) => MatcherOf<'atMostLike'> & Matching<Accepted<T, true>[]>;
  readonly constrainedArrayLike: <const T>(
    template: T,
    min: number,
    max: number,
    count?: number,
  ) => MatcherOf<'constrainedArrayLike'> & Matching<Accepted<T, true>[]>;
  /** The elements named, among others of which nothing is said. */
  readonly arrayContaining: <const V extends readonly unknown[]>(
    ...variants: V
  ) => MatcherOf<'arrayContaining'> & Matching<Accepted<V[number], false>[]>;
  /** This value and no other. */
  readonly equal: <const T>(value: T) => MatcherOf<'equal'> & Matching<Accepted<T, false>>;
  /** An object whose names are data. */
  readonly eachKeyLike: <const T>(
    keyTemplate: string,
    template: T,
  ) => MatcherOf<'eachKeyLike'> & Matching<Record<string, Accepted<T, true>>>;
  readonly eachValueMatches: <const T>(
    example: Readonly<Record<string, T>>,
    matchers: Matching<Accepted<T, true>> | Matching<Accepted<T, true>>[],
  ) => MatcherOf<'eachValueMatches'> & Matching<Record<string, Accepted<T, true>>>;
  readonly fromProviderState: <const T>(
    expression: string,
    example: T,
  ) => MatcherOf<'fromProviderState'> & Matching<Accepted<T, true>>;
  readonly boolean: Plain<'boolean', boolean>;
  readonly integer: Plain<'integer', number>;
  readonly decimal: Plain<'decimal', number>;
  readonly number: Plain<'number', number>;
  readonly string: Plain<'string', string>;
  readonly regex: Plain<'regex', string>;
  readonly email: Plain<'email', string>;
  readonly ipv4Address: Plain<'ipv4Address', string>;
  readonly ipv6Address: Plain<'ipv6Address', string>;
  readonly iso8601DateTime: Plain<'iso8601DateTime', string>;
  readonly iso8601DateTimeWithMillis: Plain<'iso8601DateTimeWithMillis', string>;
  readonly iso8601Date: Plain<'iso8601Date', string>;
  readonly iso8601Time: Plain<'iso8601Time', string>;
  readonly rfc1123Timestamp: Plain<'rfc1123Timestamp', string>;
  readonly hexadecimal: Plain<'hexadecimal', string>;
  readonly datetime: Plain<'datetime', string>;
  readonly timestamp: Plain<'timestamp', string>;
  readonly time: Plain<'time', string>;
  readonly date: Plain<'date', string>;
  readonly includes: Plain<'includes', string>;
  readonly nullValue: Plain<'nullValue', null>;
  readonly url: Plain<'url', string>;
  readonly url2: Plain<'url2', string>;
  readonly uuid: Plain<'uuid', string>;
  /** One of these texts: the first is the example. For unions, which `string()` would be too wide for. */
  readonly oneOf: <const V extends string>(
    ...values: readonly [V, ...V[]]
  ) => RegexMatcher & Matching<V>;
  /** Two interactions: one with the member, one without it. */
  readonly optional: <const V>(value: V) => OptionalMember<V>;
  /** Two interactions: one with the value, one with null. */
  readonly nullable: <const V>(value: V) => NullableValue<V>;
}

/** The matchers of pact-js by its own names, with the types that they accept, and three more. */
export const matchers: Omit<typeof MatchersV3, keyof TypedMatchers> & TypedMatchers = {
  ...MatchersV3,
  oneOf: (...values: readonly [string, ...string[]]) =>
    MatchersV3.regex(`^(${values.map(escaped).join('|')})$`, values[0]),
  optional: (value: unknown) => marker('optional', value),
  nullable: (value: unknown) => marker('nullable', value),
} as never;

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
