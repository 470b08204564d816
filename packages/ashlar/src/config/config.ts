/** Which of the three alternatives becomes the answer. */
export type Granularity = 'coarse' | 'suggested' | 'fine';

/** `ashlar.yaml` as a person writes it. */
export interface WrittenConfig {
  schemaVersion: 1;
  exclude?: string[];
  libraries?: string[];
  shell?: string[];
  rename?: Record<string, string>;
  merge?: Record<string, string[]>;
  split?: Record<string, number>;
  mustLink?: string[][];
  cannotLink?: string[][];
  granularity?: Granularity;
  maximumFiles?: number;
  people?: number;
  domains?: Record<string, WrittenDomain>;
  services?: Record<string, WrittenService>;
  pacticipant?: string;
  contracts?: { pacts?: string[]; broker?: boolean };
  routes?: string;
  topics?: Record<string, WrittenTopic>;
  broker?: { url: string };
  seed?: number;
  check?: WrittenCheck;
}

interface WrittenCheck {
  imports?: Record<string, string[]>;
  oneWriterPerTable?: boolean;
  noTransactionAcrossDomains?: boolean;
  noJoinAcrossDomains?: boolean;
  noCycle?: boolean;
  ownerRequired?: boolean;
  contractRequired?: boolean;
  routeOwnerRequired?: boolean;
  baseline?: string;
  exemptions?: ExemptionConfig[];
}

interface WrittenDomain {
  owner?: string;
  files?: string[];
  tables?: string[];
  routes?: string[];
}

interface WrittenService {
  owner?: string;
  domain?: string;
  pacticipant?: string;
  url?: string;
  source?: string[];
  env?: string[];
  calledAs?: string[];
  clients?: string[];
  openapi?: string;
}

interface WrittenTopic {
  publisher: string;
  consumers?: string[];
}

/** The same with every default filled in. */
export interface Config {
  exclude: string[];
  libraries: string[];
  /** Globs of files that only wire things together. */
  shell: string[];
  /** New names by the names that were found; merged domains share one. */
  rename: Record<string, string>;
  /** Greatest number of parts, by names of domains that were found. */
  split: Record<string, number>;
  /** Globs of files and names of tables: what one list names shares a domain. */
  mustLink: string[][];
  /** What fits one entry of a list shares no domain with what fits another one of it. */
  cannotLink: string[][];
  granularity: Granularity;
  /** Greatest number of files and tables in a domain; null for no limit. */
  maximumFiles: number | null;
  /** How many work on it; null to count who commits. */
  people: number | null;
  domains: Record<string, DomainConfig>;
  services: Record<string, ServiceConfig>;
  /** Name in the Pact broker of the codebase itself; null when it has none. */
  pacticipant: string | null;
  /** Where the contracts are: files and folders beside this one, and whether the broker is asked. */
  contracts: { pacts: string[]; broker: boolean };
  /** The proxy's route table, a file beside this one. */
  routes: string | null;
  topics: Record<string, TopicConfig>;
  broker: { url: string } | null;
  seed: number;
  check: CheckConfig;
}

/** Rules between domains; all on but `ownerRequired`. */
export interface CheckConfig {
  /** Domains that each named domain may import. */
  imports: Record<string, string[]>;
  oneWriterPerTable: boolean;
  noTransactionAcrossDomains: boolean;
  noJoinAcrossDomains: boolean;
  noCycle: boolean;
  ownerRequired: boolean;
  /** A call to a declared service, or a topic it listens to, is in a pact. */
  contractRequired: boolean;
  /** A route that has a service has an owner. */
  routeOwnerRequired: boolean;
  /** File of known debt, from the analysed folder. */
  baseline: string;
  exemptions: ExemptionConfig[];
}

export interface ExemptionConfig {
  id: string;
  owner: string;
  reason: string;
  /** Last day, `YYYY-MM-DD`. */
  expires: string;
}

export interface DomainConfig {
  owner: string | null;
  files: string[];
  tables: string[];
  routes: string[];
}

export interface ServiceConfig {
  owner: string | null;
  domain: string | null;
  /** Name in the Pact broker; the service's own name unless stated. */
  pacticipant: string;
  url: string | null;
  /** Globs of its own files, where they lie in the analysed folder. */
  source: string[];
  /** Environment keys that hold its address. */
  env: string[];
  /** Hosts, or globs over the targets of calls as `analyze` shows them. */
  calledAs: string[];
  /** Globs of files whose calls go to it: its clients. */
  clients: string[];
  /** Its API document, a file beside ashlar.yaml or an address. */
  openapi: string | null;
}

export interface TopicConfig {
  /** Name of a service, or in the broker. */
  publisher: string;
  consumers: string[];
}

const DEFAULT_SEED = 1;

/** Fills in what a person left out. */
export function withDefaults(written: WrittenConfig): Config {
  return {
    exclude: written.exclude ?? [],
    libraries: written.libraries ?? [],
    shell: written.shell ?? [],
    rename: { ...written.rename, ...renamesOf(written.merge ?? {}) },
    split: written.split ?? {},
    mustLink: written.mustLink ?? [],
    cannotLink: written.cannotLink ?? [],
    granularity: written.granularity ?? 'suggested',
    maximumFiles: written.maximumFiles ?? null,
    people: written.people ?? null,
    domains: mapValues(written.domains ?? {}, (_name, domain) => ({
      owner: domain.owner ?? null,
      files: domain.files ?? [],
      tables: domain.tables ?? [],
      routes: domain.routes ?? [],
    })),
    services: mapValues(written.services ?? {}, (name, service) => ({
      owner: service.owner ?? null,
      domain: service.domain ?? null,
      pacticipant: service.pacticipant ?? name,
      url: service.url ?? null,
      source: service.source ?? [],
      env: service.env ?? [],
      calledAs: service.calledAs ?? [],
      clients: service.clients ?? [],
      openapi: service.openapi ?? null,
    })),
    pacticipant: written.pacticipant ?? null,
    contracts: {
      pacts: written.contracts?.pacts ?? [],
      broker: written.contracts?.broker ?? false,
    },
    routes: written.routes ?? null,
    topics: mapValues(written.topics ?? {}, (_name, { publisher, consumers }) => ({
      publisher,
      consumers: consumers ?? [],
    })),
    broker: written.broker ?? null,
    seed: written.seed ?? DEFAULT_SEED,
    check: checkWithDefaults(written.check ?? {}),
  };
}

/** Domains that go by one name are one domain. */
const renamesOf = (merge: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(merge).flatMap(([name, parts]) => parts.map((part) => [part, name] as const)),
  );

function checkWithDefaults(written: WrittenCheck): CheckConfig {
  return {
    imports: written.imports ?? {},
    oneWriterPerTable: written.oneWriterPerTable ?? true,
    noTransactionAcrossDomains: written.noTransactionAcrossDomains ?? true,
    noJoinAcrossDomains: written.noJoinAcrossDomains ?? true,
    noCycle: written.noCycle ?? true,
    ownerRequired: written.ownerRequired ?? false,
    contractRequired: written.contractRequired ?? true,
    routeOwnerRequired: written.routeOwnerRequired ?? true,
    baseline: written.baseline ?? 'ashlar-baseline.json',
    exemptions: written.exemptions ?? [],
  };
}

function mapValues<From, To>(
  record: Record<string, From>,
  convert: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, convert(name, value)]),
  );
}
