import type { FastifyInstance } from 'fastify';
import { findStock, firstSkus, isSku, type Stock } from '../inventory/stock.ts';
import { refuse } from './answer.ts';
import type { Dependencies } from './dependencies.ts';

const LIST_QUERY = {
  type: 'object',
  properties: {
    sku: {
      anyOf: [{ type: 'string' }, { type: 'array', maxItems: 100, items: { type: 'string' } }],
    },
  },
};

export function stockRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { database, config, now } = dependencies;
  const present = (stock: Stock): unknown =>
    config.stockFormat === 'v2' ? unfinishedV2(stock) : stock;

  app.get<{ Params: { sku: string } }>('/inventory/stock/:sku', async (request, reply) => {
    const { sku } = request.params;
    const [stock] = isSku(sku) ? await findStock(database, [sku], now()) : [];
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
