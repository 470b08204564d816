import type { Config } from '../config/config.ts';
import type { ContractEdge } from '../contract-graph/contract-edge.ts';

/** Who gets a pipeline, and which of the stages concern it. */
export interface Participant {
  /** Name of files and jobs. */
  readonly name: string;
  /** Name in the Pact broker. */
  readonly pacticipant: string;
  /** Where it lies in the repository; `.` for the root. */
  readonly folder: string;
  /** Whether it writes pacts, and whether pacts ask something of it. */
  readonly consumer: boolean;
  readonly provider: boolean;
}

/**
 * The services of ashlar.yaml and the codebase itself, where it has a name in the broker. By the
 * contracts between them some are consumers and some providers; who is in none may become either.
 */
export function participants(config: Config, contracts: readonly ContractEdge[]): Participant[] {
  const named = Object.entries(config.services).map(([name, { pacticipant, source }]) => ({
    name,
    pacticipant,
    folder: folderOf(source),
  }));
  const { pacticipant } = config;
  const own =
    pacticipant === null ? [] : [{ name: fileName(pacticipant), pacticipant, folder: '.' }];
  const taken = new Set(named.map(({ name }) => name));
  return [...named, ...own.filter(({ name }) => !taken.has(name))]
    .map((one) => ({ ...one, ...rolesOf(one.pacticipant, contracts) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function rolesOf(pacticipant: string, contracts: readonly ContractEdge[]) {
  const consumer = contracts.some((edge) => edge.consumer === pacticipant);
  const provider = contracts.some((edge) => edge.provider === pacticipant);
  const unknown = !consumer && !provider;
  return { consumer: consumer || unknown, provider: provider || unknown };
}

/** The part of the first glob that is no pattern: `services/inventory` of `services/inventory/src/**`. */
function folderOf([glob = '']: readonly string[]): string {
  const fixed = glob.split('/').slice(0, -1);
  const end = fixed.findIndex((segment) => segment.includes('*'));
  const folder = (end < 0 ? fixed : fixed.slice(0, end)).join('/').replace(/\/src$/, '');
  return folder === '' ? '.' : folder;
}

function fileName(pacticipant: string): string {
  const plain = pacticipant.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+|-+$/g, '') || 'application';
}
