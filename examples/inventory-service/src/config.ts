export interface Config {
  readonly port: number;
  readonly host: string;
  readonly version: string;
  /** PostgreSQL; PGlite when absent. */
  readonly databaseUrl: string | undefined;
  /** Folder of the embedded PGlite; in memory when absent. */
  readonly dataDir: string | undefined;
  readonly natsUrl: string | undefined;
  /** Where spans go, over OTLP; nowhere when absent. */
  readonly otlpEndpoint: string | undefined;
  /** Bearer token for movements, export and backfill; those are closed when absent. */
  readonly adminToken: string | undefined;
  /** `v2` is the unfinished response format which breaks consumers; for demonstrations. */
  readonly stockFormat: 'v1' | 'v2';
  /** Share of inventory requests answered 500, 0 to 1; for demonstrations. */
  readonly faultRate: number;
  readonly faultSeed: number;
  /** Faults begin at once, or when the process receives SIGUSR2. */
  readonly faultStart: 'now' | 'SIGUSR2';
  /** Serves `POST /provider-states`, which deletes data; for contract verification only. */
  readonly providerStates: boolean;
  readonly reservationSeconds: number;
  /** How long open requests may take to finish after SIGTERM, in milliseconds. */
  readonly shutdownMilliseconds: number;
  readonly logLevel: string;
}

/** A setting the operator has to correct; the process exits 2. */
export class ConfigError extends Error {
  readonly code = 'INVENTORY_BAD_SETTING';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.name = 'ConfigError';
    this.hint = hint;
  }
}

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: number(env, 'PORT', 4010, { min: 0, max: 65_535, integer: true }),
    host: text(env, 'HOST') ?? '127.0.0.1',
    version: text(env, 'SERVICE_VERSION') ?? '1.0.0',
    databaseUrl: text(env, 'DATABASE_URL'),
    dataDir: text(env, 'DATA_DIR'),
    natsUrl: text(env, 'NATS_URL'),
    otlpEndpoint: text(env, 'OTEL_EXPORTER_OTLP_ENDPOINT'),
    adminToken: text(env, 'ADMIN_TOKEN'),
    stockFormat: oneOf(env, 'STOCK_FORMAT', ['v1', 'v2']),
    faultRate: number(env, 'FAULT_RATE', 0, { min: 0, max: 1, integer: false }),
    faultSeed: number(env, 'FAULT_SEED', 1, { min: 0, max: 2 ** 31, integer: true }),
    providerStates: oneOf(env, 'PROVIDER_STATES', ['off', 'on']) === 'on',
    faultStart: oneOf(env, 'FAULT_START', ['now', 'SIGUSR2']),
    reservationSeconds: number(env, 'RESERVATION_SECONDS', 900, {
      min: 1,
      max: 604_800,
      integer: true,
    }),
    shutdownMilliseconds: number(env, 'SHUTDOWN_MS', 10_000, {
      min: 0,
      max: 600_000,
      integer: true,
    }),
    logLevel: oneOf(env, 'LOG_LEVEL', ['info', 'silent', 'error', 'warn', 'debug', 'trace']),
  };
}

type Env = Readonly<Record<string, string | undefined>>;

function text(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

function number(
  env: Env,
  name: string,
  fallback: number,
  limits: { readonly min: number; readonly max: number; readonly integer: boolean },
): number {
  const given = text(env, name);
  if (given === undefined) return fallback;
  const value = Number(given);
  const inRange = value >= limits.min && value <= limits.max;
  if (!inRange || (limits.integer && !Number.isInteger(value))) {
    throw new ConfigError(
      `${name} is "${given}"`,
      `Set ${name} to ${limits.integer ? 'a whole number' : 'a number'} from ${limits.min} to ${limits.max}.`,
    );
  }
  return value;
}

/** The first of `allowed` is the default. */
function oneOf<const T extends string>(env: Env, name: string, allowed: readonly [T, ...T[]]): T {
  const given = text(env, name);
  if (given === undefined) return allowed[0];
  const found = allowed.find((value) => value === given);
  if (found === undefined) {
    throw new ConfigError(`${name} is "${given}"`, `Set ${name} to one of ${allowed.join(', ')}.`);
  }
  return found;
}
