/** Inventory in another process. Types come from its OpenAPI document. */
import { HttpError } from './errors.ts';
import type { components } from './inventory-api.generated.ts';
import type {
  InventoryGateway,
  Movement,
  MovementOutcome,
  MovementRequest,
  Reservation,
  ReservationRequest,
  ReserveOutcome,
  StockView,
} from './inventory-gateway.ts';
import { log } from './logger.ts';
import { traceHeaders } from './trace-context.ts';

type Schemas = components['schemas'];

export interface InventoryClientOptions {
  baseUrl: string;
  /** Bearer token for movements. */
  token?: string | undefined;
  timeoutMs: number;
}

/** The service did not answer, or not as its document says. */
function unavailable(message: string, cause?: unknown): HttpError {
  log.error('inventory unavailable', { reason: message, cause });
  return new HttpError(503, 'INVENTORY_UNAVAILABLE', 'Stock cannot be looked up at the moment.');
}

interface Answer {
  status: number;
  body: unknown;
}

interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

async function send(options: InventoryClientOptions, call: Call): Promise<Answer> {
  const { method, path, body } = call;
  const url = `${options.baseUrl.replace(/\/$/, '')}${path}`;
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...traceHeaders(),
    ...call.headers,
  };
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(options.timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  } catch (cause) {
    throw unavailable(`no answer to ${method} ${path}`, cause);
  }
}

function unexpected(call: Call, answer: Answer): HttpError {
  return unavailable(`${answer.status} in answer to ${call.method} ${call.path}`);
}

async function stockOf(
  options: InventoryClientOptions,
  sku: string,
): Promise<StockView | undefined> {
  const call: Call = { method: 'GET', path: `/inventory/stock/${encodeURIComponent(sku)}` };
  const answer = await send(options, call);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw unexpected(call, answer);
  return answer.body as Schemas['Stock'];
}

/** What the service takes in one request. */
const MAXIMUM_SKUS = 100;

async function stockOfMany(options: InventoryClientOptions, skus: string[]): Promise<StockView[]> {
  const found: StockView[] = [];
  let start = 0;
  do {
    const query = new URLSearchParams(
      skus.slice(start, start + MAXIMUM_SKUS).map((sku): [string, string] => ['sku', sku]),
    );
    const path = query.size === 0 ? '/inventory/stock' : `/inventory/stock?${query}`;
    const call: Call = { method: 'GET', path };
    const answer = await send(options, call);
    if (answer.status !== 200) throw unexpected(call, answer);
    found.push(...(answer.body as { items: Schemas['Stock'][] }).items);
    start += MAXIMUM_SKUS;
  } while (start < skus.length);
  return found;
}

async function reserve(
  options: InventoryClientOptions,
  { orderId, lines }: ReservationRequest,
): Promise<ReserveOutcome> {
  const body: Schemas['ReservationRequest'] = { orderId, lines };
  const call: Call = { method: 'POST', path: '/inventory/reservations', body };
  const answer = await send(options, call);
  switch (answer.status) {
    case 201:
      return { outcome: 'reserved', reservation: answer.body as Reservation };
    case 200:
      return { outcome: 'existing', reservation: answer.body as Reservation };
    case 409: {
      const { shortages } = answer.body as Schemas['Shortage'];
      return { outcome: 'insufficient-stock', shortages };
    }
    default:
      throw unexpected(call, answer);
  }
}

async function release(options: InventoryClientOptions, reservationId: string): Promise<boolean> {
  const path = `/inventory/reservations/${encodeURIComponent(reservationId)}`;
  const call: Call = { method: 'DELETE', path };
  const answer = await send(options, call);
  if (answer.status === 204) return true;
  if (answer.status === 404) return false;
  throw unexpected(call, answer);
}

async function recordMovement(
  options: InventoryClientOptions,
  request: MovementRequest,
): Promise<MovementOutcome> {
  const body: Schemas['MovementRequest'] = request;
  const headers = { authorization: `Bearer ${options.token ?? ''}` };
  const call: Call = { method: 'POST', path: '/inventory/movements', body, headers };
  const answer = await send(options, call);
  if (answer.status === 201) return { outcome: 'recorded', movement: answer.body as Movement };
  const code = (answer.body as Partial<Schemas['Error']> | undefined)?.code;
  if (answer.status === 404 && code === 'UNKNOWN_SKU') return { outcome: 'unknown-sku' };
  if (answer.status === 404 && code === 'UNKNOWN_WAREHOUSE')
    return { outcome: 'unknown-warehouse' };
  if (answer.status === 409) return { outcome: 'negative-stock' };
  throw unexpected(call, answer);
}

export function inventoryClient(options: InventoryClientOptions): InventoryGateway {
  return {
    joinsTransactions: false,
    stockOf: (sku) => stockOf(options, sku),
    stockOfMany: (skus) => stockOfMany(options, skus),
    reserve: (request) => reserve(options, request),
    release: (reservationId) => release(options, reservationId),
    recordMovement: (request) => recordMovement(options, request),
  };
}
