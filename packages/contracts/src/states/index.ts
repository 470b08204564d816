/** Provider states with types: for consumers and providers, without anything else of the package. */
export {
  defineStates,
  type NamedState,
  type ProviderStates,
  type StateSpecs,
} from './define-states.ts';
export type { ParameterSpec, ParametersOf } from './parameters.ts';
