import type { Database } from './database/database.ts';
import { insertReservation } from './inventory/reservation-store.ts';

/** What a state may be told by the pact; the defaults are the ones the consumer's README names. */
type Parameters = Readonly<Record<string, unknown>>;

export type ProviderState = (database: Database, parameters: Parameters) => Promise<void>;

interface Level {
  readonly code: string;
  readonly onHand: number;
}

const TEE = 'SKU-TEE-BLK-M';
const MUG = 'SKU-MUG-WHT';
const OPEN_RESERVATION = '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001';
const HOLD_MILLISECONDS = 900_000;

/** Provider states of the pact between shop-monolith and inventory-service. */
export const PROVIDER_STATES: Readonly<Record<string, ProviderState>> = {
  [`stock of ${TEE} is 12 in two warehouses`]: async (database, parameters) => {
    await clear(database);
    const warehouses = Array.isArray(parameters.warehouses) ? parameters.warehouses : [];
    const levels = warehouses.filter(isLevel);
    await setStock(database, String(parameters.sku ?? TEE), levels.length > 0 ? levels : TWO);
  },
  'sku SKU-NOPE is unknown': async (database, parameters) => {
    const sku = String(parameters.sku ?? 'SKU-NOPE');
    await database.query('delete from stock where sku = $1', [sku]);
  },
  'an open reservation for order 7001': async (database, parameters) => {
    await clear(database);
    await demoStock(database);
    await insertReservation(
      database,
      {
        reservationId: String(parameters.reservationId ?? OPEN_RESERVATION),
        orderId: Number(parameters.orderId ?? 7001),
        status: 'held',
        expiresAt: new Date(Date.now() + HOLD_MILLISECONDS),
        allocations: linesOf(parameters).map((line) => ({ ...line, warehouse: 'BER' })),
      },
      new Date(),
    );
  },
  [`only 1 of ${MUG} is left`]: async (database, parameters) => {
    await clear(database);
    await demoStock(database);
    const sku = String(parameters.sku ?? MUG);
    await setStock(database, sku, [{ code: 'BER', onHand: Number(parameters.available ?? 1) }]);
  },
  'no reservations': async (database) => {
    await clear(database);
    await demoStock(database);
  },
};

const TWO: readonly Level[] = [
  { code: 'BER', onHand: 8 },
  { code: 'HAM', onHand: 4 },
];

async function clear(database: Database): Promise<void> {
  await database.script(
    'delete from reservations; delete from stock; delete from consumed_events;',
  );
}

/** The levels of the shop's seed that its pacts ask for. */
async function demoStock(database: Database): Promise<void> {
  await setStock(database, TEE, TWO);
  await setStock(database, MUG, [{ code: 'BER', onHand: 25 }]);
}

async function setStock(database: Database, sku: string, levels: readonly Level[]): Promise<void> {
  await database.query('delete from stock where sku = $1', [sku]);
  for (const { code, onHand } of levels) {
    await database.query(
      'insert into warehouses (code, name) values ($1, $1) on conflict (code) do nothing',
      [code],
    );
    await database.query(
      'insert into stock (sku, warehouse, on_hand, updated_at) values ($1, $2, $3, now())',
      [sku, code, onHand],
    );
  }
}

function linesOf(parameters: Parameters): { sku: string; quantity: number }[] {
  const given = Array.isArray(parameters.lines) ? parameters.lines : [];
  const lines = given.filter(
    (line): line is { sku: string; quantity: number } =>
      typeof line?.sku === 'string' && typeof line?.quantity === 'number',
  );
  return lines.length > 0 ? lines : [{ sku: TEE, quantity: 2 }];
}

function isLevel(value: unknown): value is Level {
  if (typeof value !== 'object' || value === null) return false;
  const level = value as Partial<Level>;
  return typeof level.code === 'string' && typeof level.onHand === 'number';
}
