import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ContractsError } from '../model/error.ts';
import type { MessageProducers, StateHandler, StateHandlers } from './model.ts';

export interface ProviderSetup {
  readonly stateHandlers: StateHandlers;
  readonly messageProviders: MessageProducers;
}

/**
 * Loads a module that exports `stateHandlers` and perhaps `messageProviders` (also as properties of
 * its default export), or takes handlers as they are.
 * @throws ContractsError CONTRACTS_STATES_INVALID
 */
export async function loadSetup(
  states: string | StateHandlers | undefined,
  messages: MessageProducers | undefined,
): Promise<ProviderSetup> {
  if (typeof states !== 'string') {
    return checked('states', { stateHandlers: states ?? {}, messageProviders: messages ?? {} });
  }
  const loaded = await importModule(states);
  const exported = { ...record(loaded.default), ...loaded };
  const stateHandlers = exported.stateHandlers;
  const messageProviders = exported.messageProviders;
  if (stateHandlers === undefined && messageProviders === undefined) {
    throw invalid(states, 'it exports neither stateHandlers nor messageProviders');
  }
  return checked(states, {
    stateHandlers: (stateHandlers ?? {}) as StateHandlers,
    messageProviders: { ...(messageProviders as MessageProducers | undefined), ...messages },
  });
}

/** Own properties only: a pact may name a state `toString`. */
export function ownEntry<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return record(await import(pathToFileURL(resolve(path)).href));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ContractsError(
      'CONTRACTS_STATES_INVALID',
      `The module with the provider states cannot be loaded from ${path}: ${why}`,
      'Name a .js, .mjs or (from Node 22.18 on) .ts file that exports stateHandlers.',
      { cause },
    );
  }
}

function checked(source: string, setup: ProviderSetup): ProviderSetup {
  for (const [state, handler] of Object.entries(record(setup.stateHandlers))) {
    if (!isHandler(handler)) {
      throw invalid(
        source,
        `the handler of "${state}" is neither a function nor {setup, teardown}`,
      );
    }
  }
  for (const [description, producer] of Object.entries(record(setup.messageProviders))) {
    if (typeof producer !== 'function') {
      throw invalid(source, `what makes the message "${description}" is not a function`);
    }
  }
  return setup;
}

function isHandler(value: unknown): value is StateHandler {
  if (typeof value === 'function') return true;
  const { setup, teardown } = record(value);
  return typeof setup === 'function' || typeof teardown === 'function';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function invalid(source: string, why: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_STATES_INVALID',
    `The provider states in ${source} cannot be used: ${why}.`,
    "Export them as: export const stateHandlers = { 'order 7 exists': async () => { … } };",
  );
}
