import type { PactDocument } from '../compare/model.ts';
import { isRecord, memberOf, stringMember } from '../openapi/node.ts';
import type { Routes } from '../openapi/routes.ts';
import { readInteractions } from '../pact/interactions.ts';
import type { Change } from './model.ts';

export interface Use {
  readonly consumer: string;
  readonly method: string;
  readonly path: string;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
}

/** Which operations the pacts call, and with which bodies. */
export function usesOf(pacts: readonly PactDocument[], routes: Routes): readonly Use[] {
  return pacts.flatMap(({ value, source }) => {
    const consumer = stringMember(memberOf(value, 'consumer'), 'name') ?? source;
    return readInteractions(value).flatMap((interaction) => {
      if (interaction.kind !== 'http') return [];
      const { request, response } = interaction;
      const [found] = routes.find(request.method, request.path.split('?')[0] ?? '/');
      if (found === undefined) return [];
      const { method, path } = found.operation;
      return {
        consumer,
        method,
        path,
        request: request.body?.value,
        status: response.status,
        response: response.body?.value,
      };
    });
  });
}

/** The same for messages: by the operation that the pact names, with the payload as what is read. */
export function messageUses(
  pacts: readonly PactDocument[],
  operations: readonly { readonly method: string; readonly path: string }[],
): readonly Use[] {
  return pacts.flatMap(({ value, source }) => {
    const consumer = stringMember(memberOf(value, 'consumer'), 'name') ?? source;
    return readInteractions(value).flatMap((interaction) => {
      if (interaction.kind !== 'message') return [];
      const { message, replies, reference } = interaction;
      const operationId = stringMember(reference, 'operationId');
      const found = operations.find(({ path }) => path === operationId);
      if (found === undefined) return [];
      const read = replies === undefined ? [message] : replies;
      return read.map(({ payload }) => ({
        consumer,
        method: found.method,
        path: found.path,
        request: message.payload?.value,
        status: 0,
        response: payload?.value,
      }));
    });
  });
}

/** The consumers that use the operation and, within a body, name the member that changed. */
export function consumersOf(change: Change, uses: readonly Use[]): readonly string[] {
  const own = uses.filter(({ method, path }) => method === change.method && path === change.path);
  // Who sends has to know new demands; who reads only misses what it reads.
  const named = own.filter(
    (use) => change.direction !== 'response' || names(use.response, change.member),
  );
  return [...new Set(named.map(({ consumer }) => consumer))].sort();
}

function names(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  if (step === '*') {
    const elements = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
    return elements.some((element) => names(element, rest));
  }
  return isRecord(value) && Object.hasOwn(value, step) && names(value[step], rest);
}
