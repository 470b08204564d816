import { Router } from 'express';
import { z } from 'zod';
import { requirePrincipal } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { cancelOrder, orderDetail, ordersOf } from '../services/orders.ts';

const orderId = z.coerce.number().int().min(1).max(2_147_483_647);
const cancelBody = z.object({ reason: z.string().trim().min(3).max(200) });

export function orderRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/orders', async (req, res) => {
    res.json({ items: await ordersOf(shop.db, requirePrincipal(req).userId) });
  });

  router.get('/orders/:orderId', async (req, res) => {
    const { userId } = requirePrincipal(req);
    res.json(await orderDetail(shop.db, userId, parse(orderId, req.params.orderId)));
  });

  router.post('/orders/:orderId/cancel', async (req, res) => {
    const { userId } = requirePrincipal(req);
    const { reason } = parse(cancelBody, req.body);
    res.json(await cancelOrder(shop, userId, parse(orderId, req.params.orderId), reason));
  });

  return router;
}
