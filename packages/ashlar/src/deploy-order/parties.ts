/** Names in a parsed pact; empty where it has none. */
export function consumerOf(pact: unknown): string {
  return nameOf(pact, 'consumer');
}

export function providerOf(pact: unknown): string {
  return nameOf(pact, 'provider');
}

function nameOf(pact: unknown, party: 'consumer' | 'provider'): string {
  const value = (pact ?? {}) as Record<string, { name?: unknown } | undefined>;
  const name = value[party]?.name;
  return typeof name === 'string' ? name : '';
}
