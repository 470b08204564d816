import { randomBytes } from 'node:crypto';
import { expectThat } from '../frame/failure.ts';

const ANNA = { email: 'anna@granite.example', password: 'granite-demo-customer' };

/** W3C trace id: 32 lower-case hex digits. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/** Anna logs in, fills her basket and orders, all in one trace; gives the number of the order. */
export async function placeOrder(shop: string, traceId: string = newTraceId()): Promise<number> {
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  let cookie = '';
  let token = '';
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(shop + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent,
        cookie,
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const text = await response.text();
    expectThat(response.ok, `POST ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  token = String((await post('/auth/login', ANNA)).token);
  await post('/basket/items', { sku: 'SKU-PENCIL-12', quantity: 1 });
  return Number((await post('/checkout', { payment: { method: 'invoice' } })).id);
}
