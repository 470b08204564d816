/** `ashlar.yaml` as a person writes it. */
export interface WrittenConfig {
  schemaVersion: 1;
  exclude?: string[];
  libraries?: string[];
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
