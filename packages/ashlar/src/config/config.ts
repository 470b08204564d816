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
  domains?: Record<string, WrittenDomain>;
  services?: Record<string, WrittenService>;
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
  domains: Record<string, DomainConfig>;
  services: Record<string, ServiceConfig>;
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
