import type { WebhookSettings } from './webhooks/settings.ts';

/** What the resources need to know about how this broker was set up. */
export interface BrokerSettings {
  /** The letter of the reference broker, including what this one does better by default. */
  readonly compat: boolean;
  readonly webhooks: WebhookSettings;
  /** Refuses a new application whose name is nearly that of an existing one. */
  readonly checkSimilarNames: boolean;
  /** How far back successful results excuse a contract from being work in progress, in days. */
  readonly wipLookBackDays: number;
  /** Image service that badges redirect to; undefined draws them here. */
  readonly shieldsUrl: string | undefined;
}
