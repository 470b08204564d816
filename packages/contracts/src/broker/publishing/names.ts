/**
 * Names that are probably meant to be the same application: "order-service", "OrderService" and
 * "Orders". A new one of those is refused, since a typing error would split an application in two.
 */

const GENERIC_WORDS: readonly string[] = ['api', 'provider', 'service'];

export function similarNames(name: string, existing: readonly string[]): string[] {
  if (existing.includes(name)) return [];
  const key = keyOf(name);
  return existing.filter((candidate) => keyOf(candidate) === key);
}

function keyOf(name: string): string {
  const words = name
    .replace(/\s/g, '_')
    .replaceAll('::', '/')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()
    .split('_')
    .map((word) => word.replace(/s$/, ''));
  while (words.at(-1) === '') words.pop();
  return JSON.stringify(words.filter((word) => !GENERIC_WORDS.includes(word)));
}

export function similarNameText(name: string, similar: readonly string[], base: string): string {
  return [
    `This is the first time a pact has been published for "${name}".`,
    `The name "${name}" is very similar to the following existing pacticipants:`,
    ...similar.map((existing) => `* ${existing}`),
    'If you meant to specify one of the above names, please correct the pact configuration, and re-publish the pact.',
    `If the pact is intended to be for a new consumer or provider, please manually create "${name}" using the following command from the Pact Broker CLI, and then re-publish the pact:`,
    '',
    `pact-broker create-or-update-pacticipant --name "${name}" --broker-base-url ${base}`,
    '',
    'For information on the Pact Broker CLI see https://docs.pact.io/go/pbc-cli',
    'To disable this check, set `check_for_potential_duplicate_pacticipant_names` to false in the configuration.',
    '',
  ].join('\n');
}
