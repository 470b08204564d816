import { expectTypeOf } from 'vitest';
import { createPact, matchers, type Template, template } from '../../src/vitest/index.ts';
import type { components, paths } from './inventory.generated.ts';

const { eachLike, equal, integer, like, nullable, oneOf, optional, string, uuid } = matchers;
const pact = createPact<paths>({ consumer: 'shop', provider: 'inventory' });
const run = async () => {};
type Stock = components['schemas']['Stock'];
const stock = template<Stock>();

const warehouses = eachLike({ code: string('BER'), onHand: 8 });

export async function accepted(): Promise<void> {
  // The literals of a template, matchers at every depth, and a template made elsewhere.
  await pact.http(
    {
      uponReceiving: 'stock of a sku',
      withRequest: { method: 'GET', path: '/stock/{sku}', pathParameters: { sku: 'TEE' } },
      willRespondWith: {
        status: 200,
        body: {
          sku: 'TEE',
          onHand: integer(12),
          note: nullable('x'),
          warehouses,
          reorderAt: optional(integer(3)),
        },
      },
    },
    run,
  );
  await pact.http(
    {
      given: 'stock',
      uponReceiving: 'some stock',
      withRequest: { method: 'GET', path: '/stock', query: { sku: ['TEE', 'MUG'], limit: 2 } },
      willRespondWith: {
        status: 200,
        body: eachLike({
          sku: 'TEE',
          onHand: 12,
          note: null,
          warehouses: [{ code: 'BER', onHand: 8 }],
        }),
      },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving: 'a sku that is not there',
      withRequest: { method: 'GET', path: '/stock/{sku}', pathParameters: { sku: 'NOPE' } },
      willRespondWith: { status: 404, body: { code: 'UNKNOWN', message: string('?') } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving: 'a reservation',
      withRequest: {
        method: 'POST',
        path: '/reservations',
        body: {
          orderId: 7,
          note: optional(nullable('x')),
          lines: [{ sku: 'TEE', quantity: integer(2) }],
        },
      },
      willRespondWith: { status: 201, body: { id: uuid(), status: oneOf('held', 'committed') } },
    },
    async (_server, { request }) => {
      expectTypeOf(request.body.orderId).toEqualTypeOf<7>();
      expectTypeOf(request.body.note).toEqualTypeOf<'x' | null | undefined>();
    },
  );
  await pact.http(
    {
      uponReceiving: 'a refused reservation',
      withRequest: { method: 'POST', path: '/reservations', body: { orderId: 7, lines: [] } },
      willRespondWith: { status: 409, body: like({ code: 'SHORT' }) },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving: 'a removal',
      withRequest: {
        method: 'DELETE',
        path: '/stock/{sku}',
        pathParameters: { sku: string('TEE') },
      },
      willRespondWith: { status: 204 },
    },
    run,
  );
  const whole = stock(
    like({ sku: 'TEE', onHand: 12, note: 'x', warehouses: [{ code: 'BER', onHand: 8 }] }),
  );
  await pact.http(
    {
      uponReceiving: 'stock',
      withRequest: { method: 'GET', path: '/stock/{sku}', pathParameters: { sku: 'TEE' } },
      willRespondWith: { status: 200, body: whole },
    },
    run,
  );
}

const ofStock = { method: 'GET', path: '/stock/{sku}', pathParameters: { sku: 'TEE' } } as const;
const tee = { sku: 'TEE', onHand: 12, note: 'x', warehouses } as const;

export async function refused(): Promise<void> {
  const uponReceiving = 'a request';
  await pact.http(
    {
      uponReceiving,
      // @ts-expect-error a parameter of the path has no value
      withRequest: { method: 'GET', path: '/stock/{sku}' },
      willRespondWith: { status: 200, body: tee },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      // @ts-expect-error no such path
      withRequest: { method: 'GET', path: '/stocks' },
      willRespondWith: { status: 200 },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      // @ts-expect-error the path has no such method
      withRequest: { method: 'PATCH', path: '/stock/{sku}', pathParameters: { sku: 'TEE' } },
      willRespondWith: { status: 200 },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error a status that the document does not declare
      willRespondWith: { status: 418 },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      // @ts-expect-error a query parameter that the operation does not have
      withRequest: { method: 'GET', path: '/stock', query: { page: 2 } },
      willRespondWith: { status: 200, body: [tee] },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error a member that the type requires is missing
      willRespondWith: { status: 200, body: { sku: 'TEE', onHand: 12, note: 'x' } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error a text where the type has a number
      willRespondWith: { status: 200, body: { ...tee, onHand: '12' } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error a matcher for texts where the type has a number
      willRespondWith: { status: 200, body: { ...tee, onHand: string('12') } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error a member that the type does not have
      willRespondWith: { status: 200, body: { ...tee, colour: 'black' } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      willRespondWith: {
        status: 200,
        // @ts-expect-error a member that the type does not have, in the argument of a matcher
        body: { ...tee, warehouses: eachLike({ code: 'BER', onHand: 8, city: 'Berlin' }) },
      },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error the type always has the member
      willRespondWith: { status: 200, body: { ...tee, onHand: optional(12) } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error the member may be absent, but never null
      willRespondWith: { status: 200, body: { ...tee, reorderAt: nullable(3) } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: ofStock,
      // @ts-expect-error the answer 404 has a body of another type
      willRespondWith: { status: 404, body: { error: 'unknown' } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: { method: 'DELETE', path: '/stock/{sku}', pathParameters: { sku: 'TEE' } },
      // @ts-expect-error an answer without a body
      willRespondWith: { status: 204, body: {} },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      // @ts-expect-error the operation requires a body
      withRequest: { method: 'POST', path: '/reservations' },
      willRespondWith: { status: 409, body: { code: 'SHORT' } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      // @ts-expect-error the operation takes no body
      withRequest: { ...ofStock, body: {} },
      willRespondWith: { status: 200, body: tee },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: {
        method: 'POST',
        path: '/reservations',
        // @ts-expect-error what is sent has a member that the operation does not have
        body: { orderId: 7, lines: [{ sku: 'TEE', quantity: 2, price: 3 }] },
      },
      willRespondWith: { status: 409, body: { code: 'SHORT' } },
    },
    run,
  );
  const reservation = {
    method: 'POST',
    path: '/reservations',
    body: { orderId: 7, lines: [] },
  } as const;
  await pact.http(
    {
      uponReceiving,
      withRequest: reservation,
      // @ts-expect-error any text is more than the two that the code knows
      willRespondWith: { status: 201, body: { id: uuid(), status: string('held') } },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: reservation,
      // @ts-expect-error a matcher by type accepts any text, too
      willRespondWith: { status: 201, body: like({ id: 'x', status: 'held' }) },
    },
    run,
  );
  await pact.http(
    {
      uponReceiving,
      withRequest: reservation,
      // @ts-expect-error one of the texts is not of the type
      willRespondWith: { status: 201, body: { id: uuid(), status: oneOf('held', 'lost') } },
    },
    run,
  );
}

interface Order {
  readonly id: number;
  readonly placedAt: Date;
  readonly note?: string;
  readonly owner: { readonly name: string } | null;
  readonly payment:
    | { readonly kind: 'card'; readonly last4: string }
    | { readonly kind: 'invoice' };
  readonly labels: Readonly<Record<string, string>>;
  readonly parent?: Order;
  readonly extra: unknown;
}

const order = template<Order>();
const plain = {
  id: 7,
  placedAt: '2026-01-15T10:00:00.000Z',
  owner: null,
  payment: { kind: 'invoice' },
  labels: { gift: 'yes' },
  extra: [1, 'a'],
} as const;

/** Types of the consumer's own code, for any builder. */
export function ofTheCode(): void {
  order(plain);
  order({ ...plain, placedAt: matchers.iso8601DateTime('2026-01-15T10:00:00Z') });
  order({ ...plain, owner: nullable({ name: string('Ana') }), note: optional('x') });
  order({ ...plain, payment: { kind: 'card', last4: matchers.regex(/\d{4}/, '1234') } });
  order({ ...plain, labels: matchers.eachKeyLike('gift', 'yes'), parent: order(plain) });
  order(like({ ...plain, payment: equal({ kind: 'invoice' }) }));
  // @ts-expect-error a Date is a text on the wire
  order({ ...plain, placedAt: 1_768_471_200 });
  // @ts-expect-error no alternative has this member
  order({ ...plain, payment: { kind: 'invoice', iban: 'DE00' } });
  // @ts-expect-error by type, the kind would be any text
  order({ ...plain, payment: like({ kind: 'invoice' }) });
  // @ts-expect-error a member too many in a recursive type
  order({ ...plain, parent: { ...plain, colour: 'red' } });
  // @ts-expect-error a member too many below null
  order({ ...plain, owner: nullable({ name: 'Ana', age: 3 }) });
  expectTypeOf<Template<Map<string, string>>>().extract<object>().not.toBeAny();
  // @ts-expect-error JSON has no function
  template<{ readonly done: () => void }>()({ done: () => {} });
  // @ts-expect-error nor a Map
  template<{ readonly map: Map<string, string> }>()({ map: {} });
}

const untyped = createPact({ consumer: 'shop', provider: 'inventory' });

/** Without a document: any path, and bodies as they are; a template ties them to the code. */
export async function withoutDocument(): Promise<void> {
  await untyped.http(
    {
      uponReceiving: 'an order',
      withRequest: { method: 'POST', path: '/orders', body: order(plain) },
      willRespondWith: { status: 201, body: { anything: like(1) } },
    },
    async (_server, { request }) => {
      expectTypeOf(request.body.placedAt).toEqualTypeOf<string>();
    },
  );
  await untyped.http(
    {
      uponReceiving: 'an order',
      // @ts-expect-error also without a document, parameters of a path need values
      withRequest: { method: 'GET', path: '/orders/{id}' },
      willRespondWith: { status: 200 },
    },
    run,
  );
  await untyped.message(
    { expectsToReceive: 'an order', contents: order(plain) },
    async ({ contents }) => {
      expectTypeOf(contents.owner).toEqualTypeOf<{ readonly name: string } | null>();
    },
  );
}

interface StockRequest {
  readonly sku: string;
  readonly asOf?: Date;
}
interface StockReply {
  readonly status: 'known' | 'unknown';
  readonly onHand: number;
  readonly note?: string;
}
interface RequestFields {
  readonly subject: string;
}
const stockRequest = template<StockRequest>();
const stockReply = template<StockReply>();
const known = stockReply({ status: oneOf('known', 'unknown'), onHand: integer(3) });

/** Request messages: both halves and their metadata. */
export async function requestMessages(): Promise<void> {
  await untyped.request(
    {
      given: 'stock',
      uponReceiving: 'a request for stock',
      withRequest: {
        contents: stockRequest({ sku: string('TEE'), asOf: optional('2026-01-15T10:00:00Z') }),
        metadata: template<RequestFields>()({ subject: 'stock.get' }),
      },
      willReplyWith: { contents: known, metadata: { server: string('a'), 'trace-id': 'x' } },
    },
    async (send, { request }) => {
      expectTypeOf(request.contents.asOf).toEqualTypeOf<string | undefined>();
      expectTypeOf(request.metadata.subject).toEqualTypeOf<string>();
      const reply = await send(request.contents, request.metadata);
      expectTypeOf(reply.contents.status).toEqualTypeOf<'known' | 'unknown'>();
      expectTypeOf(reply.contents.note).toEqualTypeOf<string | undefined>();
      expectTypeOf(reply.metadata.server).toEqualTypeOf<string>();
      // A transport of the consumer's code.
      const transport: (contents: unknown) => Promise<{ contents: unknown }> = send;
      await transport({ sku: 'TEE' });
      // @ts-expect-error the reply has no such member
      reply.contents.colour;
    },
  );
  await untyped.request(
    {
      uponReceiving: 'a request without metadata',
      withRequest: { contents: { sku: 'TEE' } },
      willReplyWith: { contents: { onHand: nullable(integer(3)) } },
    },
    async (send, { request }) => {
      const { contents, metadata } = await send(request.contents);
      expectTypeOf(contents).toEqualTypeOf<{ onHand: number | null }>();
      expectTypeOf(metadata.contentType).toEqualTypeOf<unknown>();
    },
  );
  // @ts-expect-error the code sends no such member
  stockRequest({ sku: 'TEE', colour: 'red' });
  // @ts-expect-error any text is more than the two that the code knows
  stockReply({ status: string('known'), onHand: 3 });
  // @ts-expect-error the field is a text
  template<RequestFields>()({ subject: integer(1) });
  await untyped.request(
    {
      uponReceiving: 'a request',
      withRequest: { contents: stockRequest({ sku: 'TEE' }) },
      // @ts-expect-error a request without a reply is no declaration
      willReplyWith: {},
    },
    run,
  );
  await untyped.request(
    // @ts-expect-error nor is one without contents to send
    { uponReceiving: 'a request', willReplyWith: { contents: known } },
    run,
  );
}
