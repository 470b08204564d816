/**
 * CloudEvents 1.0 in structured JSON mode, the attributes read here.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** Distributed-tracing extension. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly data: unknown;
}

export const CLOUD_EVENT_MEDIA_TYPE = 'application/cloudevents+json';
export const ORDER_CREATED = 'shop.order.created.v1';

export interface Issue {
  readonly path: string;
  readonly message: string;
}

export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: CloudEvent }
  | { readonly kind: 'invalid'; readonly issues: readonly Issue[] };

/** A consumer reads what it needs and no more, so that the producer may add fields. */
export function parseCloudEvent(body: unknown): ParsedEvent {
  if (!isRecord(body)) return { kind: 'invalid', issues: [{ path: '', message: 'not an object' }] };
  const { specversion, id, source, type, traceparent, tracestate, data } = body;
  const issues: Issue[] = [];
  if (specversion !== '1.0') issues.push({ path: '/specversion', message: 'must be "1.0"' });
  for (const [name, value] of Object.entries({ id, source, type })) {
    if (!isName(value))
      issues.push({ path: `/${name}`, message: 'must be a short non-empty text' });
  }
  if (!isName(id) || !isName(source) || !isName(type) || issues.length > 0) {
    return { kind: 'invalid', issues };
  }
  return {
    kind: 'event',
    event: {
      id,
      source,
      type,
      data,
      ...(typeof traceparent === 'string' ? { traceparent } : {}),
      ...(typeof tracestate === 'string' ? { tracestate } : {}),
    },
  };
}

/** The order's id in the data of `shop.order.created.v1`. */
export function orderIdOf(data: unknown): number | undefined {
  const orderId = isRecord(data) ? data.orderId : undefined;
  const valid = typeof orderId === 'number' && Number.isInteger(orderId) && orderId > 0;
  return valid && orderId <= 2_147_483_647 ? orderId : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 512 && !value.includes('\0');
}
