import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { startPromotion, stopPromotion } from '../services/promotions.ts';

const promotionBody = z.object({
  code: z.string().trim().min(3).max(30),
  description: z.string().trim().min(3).max(200),
  kind: z.enum(['percent', 'amount', 'free-shipping']),
  value: z.int().min(0).max(1_000_000).default(0),
  minimumCents: z.int().min(0).default(0),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date().nullable().default(null),
});

export function promotionRoutes(shop: ShopContext): Router {
  const router = Router();

  router.post('/promotions', requireAdmin, async (req, res) => {
    res.status(201).json({ code: await startPromotion(shop.db, parse(promotionBody, req.body)) });
  });

  router.delete('/promotions/:code', requireAdmin, async (req, res) => {
    await stopPromotion(shop.db, req.params.code as string, shop.now());
    res.status(204).end();
  });

  return router;
}
