/**
 * What the rest of the shop may ask of inventory. Two implementations: the one in this process
 * (`services/local-inventory.ts`) and the HTTP client of the extracted service
 * (`lib/inventory-client.ts`). The shapes are those of the HTTP interface, so both can be compared
 * response by response.
 */
import type { Database } from './database.ts';

export interface StockView {
  sku: string;
  /** Units in all warehouses, reserved ones included. */
  onHand: number;
  reserved: number;
  /** `onHand - reserved`. */
  available: number;
  /** Sorted by code. */
  warehouses: { code: string; onHand: number }[];
  /** RFC 3339, UTC. */
  updatedAt: string;
}

export interface ReservationLine {
  sku: string;
  quantity: number;
}

export interface ReservationRequest {
  orderId: number;
  lines: ReservationLine[];
}

/** A released or expired reservation is nobody's business any more. */
export type ReservationStatus = 'held' | 'committed';

export interface Reservation {
  reservationId: string;
  orderId: number;
  status: ReservationStatus;
  /** Sorted by sku; a sku asked for twice is one line. */
  lines: ReservationLine[];
  /** RFC 3339, UTC. */
  expiresAt: string;
}

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

export type ReserveOutcome =
  | { outcome: 'reserved'; reservation: Reservation }
  /** The order already has a reservation; asking again changes nothing. */
  | { outcome: 'existing'; reservation: Reservation }
  | { outcome: 'insufficient-stock'; shortages: Shortage[] };

export interface MovementRequest {
  sku: string;
  warehouse: string;
  /** Positive for goods in, negative for goods out. */
  quantity: number;
  reason: string;
}

export interface Movement extends MovementRequest {
  movementId: string;
  /** Units of the sku in that warehouse after the movement. */
  onHand: number;
  /** RFC 3339, UTC. */
  recordedAt: string;
}

export type MovementOutcome =
  | { outcome: 'recorded'; movement: Movement }
  | { outcome: 'unknown-sku' }
  | { outcome: 'unknown-warehouse' }
  | { outcome: 'negative-stock' };

export interface CallScope {
  /**
   * Transaction of the caller. The in-process implementation joins it; the remote one cannot, so
   * a caller that rolls back must also call `release`.
   */
  within?: Database;
}

export interface InventoryGateway {
  /** Whether a reservation rolls back together with the caller's transaction. */
  readonly joinsTransactions: boolean;
  stockOf(sku: string): Promise<StockView | undefined>;
  /** In the order asked, unknown skus left out; without skus the first 50 by sku. */
  stockOfMany(skus: string[]): Promise<StockView[]>;
  reserve(request: ReservationRequest, scope?: CallScope): Promise<ReserveOutcome>;
  /** False when there is no held reservation of that id. */
  release(reservationId: string): Promise<boolean>;
  recordMovement(request: MovementRequest): Promise<MovementOutcome>;
}
