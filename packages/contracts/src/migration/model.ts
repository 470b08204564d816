import type { JsonObject } from '../broker/json/lossless.ts';

/** What another broker tells about itself through its API: everything needed to go on from there. */
export interface BrokerCopy {
  readonly pacticipants: readonly PacticipantCopy[];
  readonly environments: readonly EnvironmentCopy[];
  /** In the order in which they came into being. */
  readonly versions: readonly VersionCopy[];
  /** In the order of their versions. */
  readonly pacts: readonly PactCopy[];
  /** Oldest first. */
  readonly results: readonly ResultCopy[];
  readonly live: readonly LiveCopy[];
  /** Webhooks that were seen and left behind: their secrets cannot be read. */
  readonly webhooks: readonly string[];
}

export interface PacticipantCopy {
  readonly name: string;
  readonly fields: {
    readonly displayName: string | null;
    readonly repositoryUrl: string | null;
    readonly repositoryName: string | null;
    readonly repositoryNamespace: string | null;
    readonly mainBranch: string | null;
  };
  readonly labels: readonly string[];
  readonly createdAt: string;
}

export interface EnvironmentCopy {
  readonly uuid: string;
  readonly name: string;
  readonly displayName: string;
  readonly production: boolean;
  /** JSON text. */
  readonly contacts: string | null;
  readonly createdAt: string;
}

export interface VersionCopy {
  readonly pacticipant: string;
  readonly number: string;
  readonly buildUrl: string | null;
  readonly branches: readonly { readonly name: string; readonly latest: boolean }[];
  readonly tags: readonly string[];
  readonly createdAt: string;
}

export interface PactCopy {
  readonly consumer: string;
  readonly provider: string;
  readonly version: string;
  readonly sha: string;
  readonly content: JsonObject;
  readonly createdAt: string;
}

export interface ResultCopy {
  readonly consumer: string;
  readonly provider: string;
  readonly sha: string;
  readonly number: number;
  readonly providerVersion: string;
  readonly success: boolean;
  readonly buildUrl: string | null;
  /** JSON texts. */
  readonly testResults: string | null;
  readonly verifiedBy: string;
  readonly createdAt: string;
}

export interface LiveCopy {
  readonly kind: 'deployed' | 'released';
  readonly environment: string;
  readonly pacticipant: string;
  readonly version: string;
  readonly instance: string | null;
  readonly createdAt: string;
}
