import type { FastifyInstance } from 'fastify';
import { findStock, firstSkus, type Stock } from '../inventory/stock.ts';
import { refuse, refuseInvalid } from './answer.ts';
import type { Dependencies } from './dependencies.ts';
import { isText, TEXT } from './text.ts';

const LIST_QUERY = {
  type: 'object',
  properties: {
    sku: {
      anyOf: [TEXT, { type: 'array', maxItems: 100, items: TEXT }],
    },
  },
};

export function stockRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { database, config, now } = dependencies;
  const present = (stock: Stock): unknown =>
    config.stockFormat === 'v2' ? unfinishedV2(stock) : stock;

  app.get<{ Params: { sku: string } }>('/inventory/stock/:sku', async (request, reply) => {
    const { sku } = request.params;
    if (!isText(sku)) return refuseInvalid(reply, [{ path: '/sku', message: 'is no text' }]);
    const [stock] = await findStock(database, [sku], now());
    return stock === undefined
      ? refuse(reply, 404, 'UNKNOWN_SKU', `no stock is kept of ${sku}`)
      : present(stock);
  });

  app.get<{ Querystring: { sku?: string | string[] } }>(
    '/inventory/stock',
    { schema: { querystring: LIST_QUERY } },
    async (request) => {
      const asked = request.query.sku;
      const skus = asked === undefined ? await firstSkus(database) : [asked].flat();
      return { items: (await findStock(database, skus, now())).map(present) };
    },
  );
}

/** `STOCK_FORMAT=v2`: a rename that no consumer has agreed to. The contract test must catch it. */
function unfinishedV2(stock: Stock): Omit<Stock, 'available'> & { availableQuantity: number } {
  const { available, ...rest } = stock;
  return { ...rest, availableQuantity: available };
}
