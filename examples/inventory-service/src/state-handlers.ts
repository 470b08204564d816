import { PROVIDER_STATES } from './provider-states.ts';

type StateHandler = (parameters?: Readonly<Record<string, unknown>>) => Promise<void>;

/**
 * Provider states for a verifier in a process of its own, such as `ashlar verify`: each asks the
 * running service (`INVENTORY_URL`, started with `PROVIDER_STATES=on`) to put itself in that state.
 */
export const stateHandlers: Readonly<Record<string, StateHandler>> = Object.fromEntries(
  Object.keys(PROVIDER_STATES).map((state) => [state, (parameters) => ask(state, parameters)]),
);

async function ask(state: string, params: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const url = `${process.env.INVENTORY_URL ?? 'http://127.0.0.1:4010'}/provider-states`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ state, params }),
  });
  if (response.status !== 204) {
    throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  }
}
