/**
 * Knobs that the back office turns while the shop runs. One object for the whole process, read
 * where it is needed: a second instance of the shop would not see a change made on the first.
 */
export interface ShopSettings {
  /** Basket and catalog work, checkout answers 503. */
  checkoutPaused: boolean;
  freeShippingFromCents: number;
  /** At or below this many available units a product counts as running low. */
  lowStockThreshold: number;
  /** Payments with a higher risk score are declined. */
  maximumRiskScore: number;
}

const DEFAULTS: Readonly<ShopSettings> = {
  checkoutPaused: false,
  freeShippingFromCents: 7_500,
  lowStockThreshold: 3,
  maximumRiskScore: 70,
};

export const settings: ShopSettings = { ...DEFAULTS };

export function updateSettings(
  changes: { [K in keyof ShopSettings]?: ShopSettings[K] | undefined },
): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value !== undefined) Object.assign(settings, { [key]: value });
  }
}

export function resetSettings(): void {
  Object.assign(settings, DEFAULTS);
}
