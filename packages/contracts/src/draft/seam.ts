import { ContractsError } from '../model/error.ts';

/** What this package reads of `seam.json`; the analyzer writes it and has its schema. */
export interface SeamDocument {
  readonly domain: string;
  readonly operations: readonly SeamDocumentOperation[];
  readonly $defs: Readonly<Record<string, Schema>>;
}

export type Schema = Readonly<Record<string, unknown>>;

export interface SeamDocumentOperation {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly verdict: 'safe' | 'needs-codec' | 'needs-decision' | 'cannot';
  readonly reasons: readonly SeamDocumentReason[];
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly result: Schema | null;
  readonly exported: 'by-name' | 'as-default' | 'not';
}

export interface SeamDocumentReason {
  readonly kind: string;
  readonly verdict: string;
  readonly where: string;
  readonly text: string;
  readonly sites: readonly { readonly file: string; readonly line: number }[];
}

/** @throws ContractsError CONTRACTS_SEAM_INVALID */
export function checkedSeam(value: unknown, source: string): SeamDocument {
  const { schemaVersion, domain, operations, $defs } = (value ?? {}) as Record<string, unknown>;
  const whole =
    schemaVersion === 1 &&
    typeof domain === 'string' &&
    Array.isArray(operations) &&
    operations.every(isOperation) &&
    typeof $defs === 'object' &&
    $defs !== null;
  if (whole) return value as SeamDocument;
  throw new ContractsError(
    'CONTRACTS_SEAM_INVALID',
    `${source} is no seam.json that this version knows.`,
    'Make it again with `ashlar draft --from-seam DOMAIN`.',
  );
}

function isOperation(value: unknown): boolean {
  const { name, verdict, reasons, parameters } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    typeof verdict === 'string' &&
    Array.isArray(reasons) &&
    Array.isArray(parameters)
  );
}
