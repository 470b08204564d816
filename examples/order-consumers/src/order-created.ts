/** What these consumers need of the shop's event, and no more: the shop may add what it likes. */
export interface OrderCreatedData {
  readonly orderId: number;
  readonly customerId: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly total: { readonly amount: number; readonly currency: string };
  /** RFC 3339. */
  readonly placedAt: string;
}

/** CloudEvents 1.0; `source` and `id` together name an event. */
export interface OrderEvent<Data> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** CloudEvents distributed-tracing extension. */
  readonly traceparent?: string;
  readonly data: Data;
}

export const ORDER_CREATED = 'shop.order.created.v1';

/** Undefined for a message that is no CloudEvent in structured mode. */
export function parseEvent(text: string): OrderEvent<unknown> | undefined {
  let value: Partial<OrderEvent<unknown>> & { specversion?: unknown };
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { specversion, id, source, type } = value ?? {};
  const named = [id, source, type].every((name) => typeof name === 'string' && name !== '');
  return named && specversion === '1.0' ? (value as OrderEvent<unknown>) : undefined;
}
