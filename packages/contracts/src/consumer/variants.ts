import { explained } from './explained.ts';
import type { Given, GivenState } from './interaction.ts';
import { type Variant, variantsOf } from './markers.ts';

/** One interaction that a declaration stands for: a value for each of its templates. */
export interface Chosen<Part extends string> {
  /** Empty for the one with everything. */
  readonly name: string;
  readonly values: Readonly<Record<Part, unknown>>;
  /** Whether the provider has to do something for it, or only the consumer. */
  readonly isProvided: boolean;
}

/** Templates of the parts of a declaration; what the consumer sends comes with `sends` before its name. */
export interface PartTemplate {
  readonly template: unknown;
  readonly sender: 'consumer' | 'provider';
}

/** First everything, then each variant of each part, the other parts complete. */
export function chosenVariants<Part extends string>(
  parts: Readonly<Record<Part, PartTemplate>>,
): readonly Chosen<Part>[] {
  const all = (Object.entries(parts) as [Part, PartTemplate][]).map(
    ([part, { template, sender }]) => {
      const [complete, ...others] = variantsOf(template) as readonly [Variant, ...Variant[]];
      return { part, sender, complete, others };
    },
  );
  const complete = Object.fromEntries(all.map((one) => [one.part, one.complete.value])) as Record<
    Part,
    unknown
  >;
  return [
    { name: '', values: complete, isProvided: false },
    ...all.flatMap(({ part, sender, others }) =>
      others.map(({ name, value }) => ({
        name: sender === 'consumer' ? `sent ${name}` : name,
        values: { ...complete, [part]: value },
        isProvided: sender === 'provider',
      })),
    ),
  ];
}

/**
 * The provider states of a variant. A provider that is asked for the same in the same state gives the same
 * answer, so a variant of its answer needs a state of its own; `given` as a function names it.
 */
export function statesFor(
  given: Given | undefined,
  { name, isProvided }: Pick<Chosen<string>, 'name' | 'isProvided'>,
): readonly GivenState[] {
  const own = typeof given === 'function' ? given(name) : (given ?? []);
  const states = (Array.isArray(own) ? own : [own]).map((state: string | GivenState) =>
    typeof state === 'string' ? { name: state } : state,
  );
  return isProvided && typeof given !== 'function' ? [...states, { name }] : states;
}

export function described(description: string, variant: string): string {
  return variant === '' ? description : `${description}, ${variant}`;
}

/** Runs the test of one variant after the other, and says in which one it failed. */
export async function runEach<Part extends string>(
  variants: readonly Chosen<Part>[],
  run: (variant: Chosen<Part>) => Promise<unknown>,
): Promise<void> {
  for (const variant of variants) {
    try {
      await run(variant);
    } catch (error) {
      // The error itself has to survive: runners show its difference and its place.
      if (error instanceof Error && variant.name !== '') {
        error.message = `(${variant.name}) ${error.message}`;
      }
      throw explained(error);
    }
  }
}
