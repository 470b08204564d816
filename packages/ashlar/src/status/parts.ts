import type { Analysis, Plan } from '@ashlar/analyzer';
import type { LiveEnvironment } from '@ashlar/contracts';
import type { ProxyStatus, RouteTable } from '@ashlar/strangler';
import type { ContractLine } from './model.ts';

/** Something that was read, or the reason why it was not: the report says "unknown", never a guess. */
export type Part<T> =
  | { readonly known: true; readonly value: T; readonly from: string }
  | { readonly known: false; readonly why: string };

export interface PlanPart {
  readonly analysis: Analysis;
  /** The steps of a domain that the analysis knows. */
  planOf(domain: string): Plan;
}

export interface StatusParts {
  readonly plan: Part<PlanPart>;
  readonly table: Part<RouteTable>;
  readonly proxy: Part<ProxyStatus>;
  readonly environments: Part<readonly LiveEnvironment[]>;
}

/** Asked once it is known which pacticipants matter. */
export type AskContract = (
  pacticipant: string,
  version: string,
  environment: string,
) => Promise<ContractLine>;

/** Runs `read`; what a person can put right becomes the reason why the part is unknown. */
export async function partOf<T>(from: string, read: () => T | Promise<T>): Promise<Part<T>> {
  try {
    return { known: true, value: await read(), from };
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'hint' in error) {
      return { known: false, why: error.message };
    }
    throw error;
  }
}
