/** What the parts of the shop tell each other after the fact. */
import { randomUUID } from 'node:crypto';
import { currentTrace, traceHeaders } from './trace-context.ts';

/** CloudEvents 1.0, structured JSON: https://github.com/cloudevents/spec/blob/v1.0.2 */
export interface CloudEvent<T> {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  datacontenttype: 'application/json';
  subject: string;
  /** CloudEvents distributed-tracing extension. */
  traceparent?: string;
  data: T;
}

export interface OrderCreatedData {
  orderId: number;
  customerId: number;
  lines: { sku: string; quantity: number }[];
  total: { amount: number; currency: string };
  placedAt: string;
}

export type OrderCreated = CloudEvent<OrderCreatedData>;

const ORDER_CREATED_TYPE = 'shop.order.created.v1';

export interface ShopEvents {
  OrderCreated: OrderCreated;
  OrderCancelled: { orderId: number; customerId: number; reason: string };
  PaymentRefunded: { orderId: number; amountCents: number; refundedAt: Date };
  ShipmentDispatched: { orderId: number; trackingCode: string; carrier: string };
}

export function orderCreated(data: OrderCreatedData): OrderCreated {
  const trace = currentTrace() === undefined ? {} : { traceparent: traceHeaders().traceparent };
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/shop/ordering',
    type: ORDER_CREATED_TYPE,
    time: data.placedAt,
    datacontenttype: 'application/json',
    subject: String(data.orderId),
    ...(trace.traceparent === undefined ? {} : { traceparent: trace.traceparent }),
    data,
  };
}
