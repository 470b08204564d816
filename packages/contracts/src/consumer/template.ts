import type { MatchersV3 } from '@pact-foundation/pact';

type Matcher<T> = ReturnType<typeof MatchersV3.like<T>>;

/** Keys that exist for the compiler only: what a matcher, or a checked template, stands for. */
declare const matches: unique symbol;
declare const optionalValue: unique symbol;
declare const nullableValue: unique symbol;

/** Stands for JSON of the type `T`: a matcher, or a template that has been checked. */
export interface StandsFor<T> {
  readonly [matches]: T;
}

/** A matcher of pact-js that accepts values of the type `T`, and no others. */
export type Matching<T, M extends Matcher<unknown> = Matcher<unknown>> = M & StandsFor<T>;

/** `optional(value)`: an interaction with the member, and one without. */
export interface OptionalMember<V> {
  readonly [optionalValue]: V;
}

/** `nullable(value)`: an interaction with the value, and one with null. */
export interface NullableValue<V> {
  readonly [nullableValue]: V;
}

type Primitive = string | number | boolean | null | undefined;
/** What JSON.stringify drops, refuses, or makes `{}` of. */
type Unsendable =
  | bigint
  | symbol
  | ((...parameters: never[]) => unknown)
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>;

/** `T` as it is on the wire: a Date is a text there, and a function is nothing that could be sent. */
export type Wire<T> = unknown extends T
  ? unknown
  : T extends Primitive
    ? T
    : T extends { toJSON(...parameters: never[]): infer J }
      ? Wire<J>
      : T extends Unsendable
        ? never
        : { [K in keyof T]: Wire<T[K]> };

/**
 * What may be written for a value of the type `T`: the value, or a matcher whose values all are `T`, at
 * every depth. `optional` is allowed where the type has a member that may be missing, `nullable` where it
 * has null.
 */
export type Template<T> = unknown extends T
  ? unknown
  :
      | StandsFor<Wire<T>>
      | Literal<T>
      | (null extends T ? NullableValue<Template<Exclude<T, null>>> : never);

type Literal<T> = T extends Primitive
  ? T
  : T extends { toJSON(...parameters: never[]): infer J }
    ? Template<J>
    : T extends Unsendable
      ? never
      : T extends readonly unknown[]
        ? { readonly [K in keyof T]: Template<T[K]> }
        : {
            readonly [K in keyof T]:
              | Template<T[K]>
              | (undefined extends T[K]
                  ? OptionalMember<Template<Exclude<T[K], undefined>>>
                  : never);
          };

/**
 * The type of all values that a template accepts. With `Wide`, literals count for their type, as they do
 * below a matcher by type.
 */
export type Accepted<T, Wide extends boolean> =
  T extends StandsFor<infer M>
    ? M
    : T extends OptionalMember<infer V>
      ? Accepted<V, Wide>
      : T extends NullableValue<infer V>
        ? Accepted<V, Wide> | null
        : T extends Primitive
          ? Wide extends true
            ? Widened<T>
            : T
          : T extends readonly unknown[]
            ? Accepted<T[number], Wide>[]
            : AcceptedMembers<T, Wide>;

type AcceptedMembers<T, Wide extends boolean> = Flat<
  {
    -readonly [K in keyof T as T[K] extends OptionalMember<unknown> ? never : K]: Accepted<
      T[K],
      Wide
    >;
  } & {
    -readonly [K in keyof T as T[K] extends OptionalMember<unknown> ? K : never]?: Accepted<
      T[K],
      Wide
    >;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T;

type AllKeys<T> = T extends unknown ? keyof T : never;
type MemberOf<T, K extends PropertyKey> = T extends unknown
  ? K extends keyof T
    ? T[K]
    : never
  : never;

/**
 * `never` at every member that the type does not have. The compiler's own check for members too many does
 * not reach into the arguments of matchers.
 */
export type NoOther<B, T> = unknown extends T
  ? unknown
  : B extends StandsFor<infer M>
    ? HasOther<M, T> extends true
      ? never
      : unknown
    : B extends OptionalMember<infer V>
      ? OptionalMember<NoOther<V, NonNullable<T>>>
      : B extends NullableValue<infer V>
        ? NullableValue<NoOther<V, NonNullable<T>>>
        : B extends Primitive
          ? unknown
          : B extends readonly unknown[]
            ? { readonly [K in keyof B]: NoOther<B[K], ElementOf<NonNullable<T>>> }
            : {
                readonly [K in keyof B]: K extends AllKeys<NonNullable<T>>
                  ? NoOther<B[K], MemberOf<NonNullable<T>, K>>
                  : never;
              };

type Same<A, B> =
  (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;

type ElementOf<T> = T extends readonly (infer E)[] ? E : never;

/** True if `M` has, at any depth, a member that `T` has not. */
type HasOther<M, T> = unknown extends T
  ? false
  : // Also where a type contains itself, this ends: below the same type there is nothing to find.
    Same<M, T> extends true
    ? false
    : M extends Primitive
      ? false
      : M extends readonly (infer E)[]
        ? HasOther<E, ElementOf<NonNullable<T>>>
        : true extends {
              [K in keyof M]-?: K extends AllKeys<NonNullable<T>>
                ? HasOther<NonNullable<M[K]>, NonNullable<MemberOf<NonNullable<T>, K>>>
                : true;
            }[keyof M]
          ? true
          : false;

/**
 * Templates of one type of the consumer's code, for any builder: what the compiler takes is something that
 * the code could work with. It wants every member that the type requires, knows no others, and refuses a
 * matcher that accepts more than the type has (a `string()` for a union of texts).
 *
 *     const stock = template<Stock>();
 *     response.jsonBody(stock({ sku: 'TEE', onHand: integer(12) }))
 */
export function template<T>(): <const B extends Template<T>>(
  body: B & NoOther<B, Wire<T>>,
) => B & StandsFor<Wire<T>> {
  return (body) => body as never;
}
