import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requirePrincipal } from '../lib/auth.ts';
import { conflict } from '../lib/errors.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { placeOrder, previewOrder } from '../services/checkout.ts';

const previewBody = z.object({
  addressId: z.int().min(1).optional(),
  service: z.enum(['standard', 'express']).default('standard'),
});

const checkoutBody = previewBody.extend({
  payment: z.discriminatedUnion('method', [
    z.object({ method: z.literal('card'), token: z.string().min(4).max(100) }),
    z.object({ method: z.literal('invoice') }),
  ]),
});

function cartIdOf(req: Request): string {
  const { cartId } = req.session;
  if (cartId === undefined) throw conflict('EMPTY_BASKET', 'There is nothing in the basket.');
  return cartId;
}

async function submitCheckout(shop: ShopContext, req: Request, res: Response): Promise<void> {
  const { userId } = requirePrincipal(req);
  const form = { ...parse(checkoutBody, req.body), cartId: cartIdOf(req) };
  const order = await placeOrder(shop, userId, form);
  res.status(201).location(`/orders/${order.id}`).json(order);
}

export function checkoutRoutes(shop: ShopContext): Router {
  const router = Router();

  router.post('/checkout/preview', async (req, res) => {
    const { userId } = requirePrincipal(req);
    const form = { ...parse(previewBody, req.body), cartId: cartIdOf(req) };
    res.json(await previewOrder(shop, userId, form));
  });

  router.post('/checkout', (req, res) => submitCheckout(shop, req, res));

  return router;
}
