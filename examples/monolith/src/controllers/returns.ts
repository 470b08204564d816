import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin, requirePrincipal } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { requestReturn, settleReturn } from '../services/returns.ts';

const id = z.coerce.number().int().min(1).max(2_147_483_647);

const returnBody = z.object({
  sku: z.string().min(1),
  quantity: z.int().min(1).max(50),
  reason: z.string().trim().min(3).max(500),
});

const decisionBody = z.object({ decision: z.enum(['accepted', 'rejected']) });

export function returnRoutes(shop: ShopContext): Router {
  const router = Router();

  router.post('/orders/:orderId/returns', async (req, res) => {
    const { userId } = requirePrincipal(req);
    const wish = parse(returnBody, req.body);
    res.status(201).json(await requestReturn(shop, userId, parse(id, req.params.orderId), wish));
  });

  router.post('/returns/:returnId/decision', requireAdmin, async (req, res) => {
    const { decision } = parse(decisionBody, req.body);
    res.json(await settleReturn(shop, parse(id, req.params.returnId), decision));
  });

  return router;
}
