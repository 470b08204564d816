/** What webhooks may do. The defaults let them reach public HTTPS addresses by POST only. */
export interface WebhookSettings {
  readonly schemes: readonly string[];
  readonly methods: readonly string[];
  /** Host names, `*.domain` patterns; empty allows any public host and hides responses in logs. */
  readonly hosts: readonly string[];
  /** Lets webhooks reach loopback, private and link-local addresses (SSRF). */
  readonly allowPrivateHosts: boolean;
  /** Seconds to wait before each further attempt. */
  readonly retrySchedule: readonly number[];
  /** Milliseconds between an event and its first webhook, and between one webhook and the next. */
  readonly delayMs: number;
  readonly spacingMs: number;
  readonly timeoutMs: number;
}

export const DEFAULT_WEBHOOK_SETTINGS: WebhookSettings = {
  schemes: ['https'],
  methods: ['POST'],
  hosts: [],
  allowPrivateHosts: false,
  retrySchedule: [10, 60, 120, 300, 600, 1200],
  delayMs: 5_000,
  spacingMs: 3_000,
  timeoutMs: 10_000,
};
