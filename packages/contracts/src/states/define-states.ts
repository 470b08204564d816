import { ContractsError } from '../model/error.ts';
import type { StateHandler, StateHandlers, StateParameters } from '../verify/model.ts';
import { faultsOf, type ParameterSpec, type ParametersOf } from './parameters.ts';

/** Provider states by name, each with the parameters that it takes. */
export type StateSpecs = Readonly<Record<string, { readonly [name: string]: ParameterSpec }>>;

/** One state as a pact names it. */
export interface NamedState {
  readonly name: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Parameters may be left out where none is required, and have to be where there are none. */
type Arguments<Spec> = keyof Spec extends never
  ? []
  : Readonly<Record<never, never>> extends ParametersOf<Spec>
    ? [parameters?: ParametersOf<Spec>]
    : [parameters: ParametersOf<Spec>];

type TypedFunction<Parameters> = (parameters: Parameters) => unknown;
type TypedHandler<Parameters> =
  | TypedFunction<Parameters>
  | { readonly setup?: TypedFunction<Parameters>; readonly teardown?: TypedFunction<Parameters> };

export interface ProviderStates<Specs extends StateSpecs> {
  /** For the consumer: a state with its parameters, for `given`. */
  readonly given: <Name extends keyof Specs & string>(
    name: Name,
    ...parameters: Arguments<Specs[Name]>
  ) => NamedState;
  /**
   * For the provider: a handler for every state, and for nothing else. A handler gets the parameters as
   * they were declared; a pact of a consumer that declares them otherwise fails the interaction and says
   * which parameter it is.
   */
  readonly handlers: (
    handlers: {
      readonly [Name in keyof Specs]: TypedHandler<ParametersOf<Specs[Name]>>;
    },
  ) => StateHandlers;
  readonly names: readonly string[];
}

/**
 * Provider states declared once, for the consumer's tests and for the provider's handlers.
 *
 *     export const states = defineStates({
 *       'stock of a sku': { sku: 'string', onHand: 'integer', note: 'string?' },
 *       'no reservations': {},
 *     });
 *     states.given('stock of a sku', { sku: 'TEE', onHand: 3 })       // consumer
 *     states.handlers({ 'stock of a sku': ({ sku, onHand }) => …, … }) // provider
 */
export function defineStates<const Specs extends StateSpecs>(specs: Specs): ProviderStates<Specs> {
  return {
    names: Object.keys(specs),
    given: (name, ...[parameters]) => {
      const params: Readonly<Record<string, unknown>> = { ...(parameters ?? {}) };
      check(specs, name, params);
      return Object.keys(params).length === 0 ? { name } : { name, params };
    },
    handlers: (handlers) =>
      Object.fromEntries(
        Object.entries(handlers as StateHandlers).map(([name, handler]) => [
          name,
          checkedHandler(specs, name, handler),
        ]),
      ),
  };
}

function checkedHandler(specs: StateSpecs, name: string, handler: StateHandler): StateHandler {
  const steps = typeof handler === 'function' ? { setup: handler } : handler;
  const checked = (step: ((parameters: StateParameters) => unknown) | undefined) =>
    step &&
    ((parameters: StateParameters) => {
      check(specs, name, parameters);
      return step(parameters);
    });
  const { setup, teardown } = { setup: checked(steps.setup), teardown: checked(steps.teardown) };
  return { ...(setup && { setup }), ...(teardown && { teardown }) };
}

function check(specs: StateSpecs, name: string, params: Readonly<Record<string, unknown>>): void {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  const faults = spec === undefined ? ['nothing declares this state'] : faultsOf(spec, params);
  if (faults.length === 0) return;
  throw new ContractsError(
    'CONTRACTS_STATE_PARAMETERS_INVALID',
    `The provider state "${name}": ${faults.join('; ')}.`,
    'Give the parameters that defineStates lists for it, in the consumer and in the provider.',
  );
}
