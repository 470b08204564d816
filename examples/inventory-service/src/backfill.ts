import type { Database } from './database/database.ts';
import type { Allocation } from './inventory/allocation.ts';
import { applySnapshot, type BackfillCounts, type Snapshot } from './inventory/snapshot.ts';
import { type TraceContext, traceHeaders } from './trace-context.ts';

/** The source could not be read; nothing was written. */
export class BackfillError extends Error {
  readonly code = 'BACKFILL_SOURCE_UNREADABLE';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackfillError';
  }
}

const DEADLINE_MILLISECONDS = 30_000;

/** Copies `/inventory/export` of the monolith, or of another instance, into this database. */
export async function backfill(
  database: Database,
  source: {
    readonly from: string;
    readonly token?: string | undefined;
    readonly trace: TraceContext;
  },
  now: Date,
): Promise<BackfillCounts> {
  const url = `${source.from.replace(/\/+$/, '')}/inventory/export`;
  const body = await fetchJson(url, {
    ...(source.token === undefined ? {} : { authorization: `Bearer ${source.token}` }),
    accept: 'application/json',
    ...traceHeaders(source.trace),
  });
  return applySnapshot(database, readSnapshot(body, url), now);
}

async function fetchJson(url: string, headers: Record<string, string>): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(DEADLINE_MILLISECONDS);
    const response = await fetch(url, { headers, signal, redirect: 'error' });
    if (!response.ok) throw new BackfillError(`GET ${url} answered ${response.status}`);
    return await response.json();
  } catch (error) {
    if (error instanceof BackfillError) throw error;
    throw new BackfillError(`GET ${url} failed: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function readSnapshot(body: unknown, url: string): Snapshot {
  const read = reader(url);
  const root = read.record(body, 'the export');
  return {
    exportedAt: read.time(root.exportedAt, 'exportedAt'),
    stock: read.list(root.stock, 'stock').map((row) => ({
      sku: read.text(row.sku, 'stock sku'),
      warehouse: read.text(row.warehouse, 'stock warehouse'),
      onHand: read.count(row.onHand, 'stock onHand'),
      reserved: read.count(row.reserved, 'stock reserved'),
    })),
    reservations: read.list(root.reservations, 'reservations').map((row) => ({
      reservationId: read.text(row.reservationId, 'reservationId'),
      orderId: read.count(row.orderId, 'orderId'),
      status: 'held',
      expiresAt: read.time(row.expiresAt, 'expiresAt'),
      lines: read.list(row.lines, 'lines').map(
        (line): Allocation => ({
          sku: read.text(line.sku, 'line sku'),
          warehouse: read.text(line.warehouse, 'line warehouse'),
          quantity: read.count(line.quantity, 'line quantity'),
        }),
      ),
    })),
  };
}

interface Reader {
  record(value: unknown, what: string): Record<string, unknown>;
  list(value: unknown, what: string): Record<string, unknown>[];
  text(value: unknown, what: string): string;
  count(value: unknown, what: string): number;
  time(value: unknown, what: string): Date;
}

/** Says which field of which source is wrong, so that nobody searches in the database. */
function reader(url: string): Reader {
  const wrong = (what: string, wanted: string): never => {
    throw new BackfillError(`GET ${url}: ${what} is not ${wanted}`);
  };
  const record: Reader['record'] = (value, what) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : wrong(what, 'an object');
  return {
    record,
    list: (value, what) =>
      Array.isArray(value) ? value.map((item) => record(item, what)) : wrong(what, 'a list'),
    text: (value, what) => (typeof value === 'string' ? value : wrong(what, 'a text')),
    count: (value, what) =>
      typeof value === 'number' && Number.isInteger(value) && value >= 0
        ? value
        : wrong(what, 'a whole number'),
    time: (value, what) => {
      const time = new Date(typeof value === 'string' ? value : Number.NaN);
      return Number.isNaN(time.getTime()) ? wrong(what, 'a time') : time;
    },
  };
}
