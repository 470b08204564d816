import { expect, it } from 'vitest';
import { PROVIDER_STATES } from '../src/provider-states.ts';
import { stateHandlers } from '../src/state-handlers.ts';
import { inventoryStates } from '../src/states.ts';

it('every state that a consumer may ask for is there, and no other', () => {
  const declared = [...inventoryStates.names].sort();
  expect(Object.keys(PROVIDER_STATES).sort()).toEqual(declared);
  expect(Object.keys(stateHandlers).sort()).toEqual(declared);
});
