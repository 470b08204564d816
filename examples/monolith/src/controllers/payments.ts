import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin, requirePrincipal } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { invoiceOf } from '../services/invoicing.ts';
import { orderOf } from '../services/orders.ts';
import { refundByHand } from '../services/refunds.ts';

const orderId = z.coerce.number().int().min(1).max(2_147_483_647);

const refundBody = z.object({
  amountCents: z.int().min(1).max(10_000_000),
  reason: z.string().trim().min(3).max(200),
});

export function paymentRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/orders/:orderId/invoice', async (req, res) => {
    const { userId } = requirePrincipal(req);
    const order = await orderOf(shop.db, userId, parse(orderId, req.params.orderId));
    res.json(await invoiceOf(shop.db, order.id));
  });

  router.post('/orders/:orderId/refunds', requireAdmin, async (req, res) => {
    await refundByHand(shop, parse(orderId, req.params.orderId), parse(refundBody, req.body));
    res.status(204).end();
  });

  return router;
}
