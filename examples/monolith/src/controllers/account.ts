import { Router } from 'express';
import { z } from 'zod';
import { requirePrincipal } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { addAddress, profileOf } from '../services/account.ts';

const addressBody = z.object({
  label: z.string().trim().min(1).max(40).default('home'),
  street: z.string().trim().min(3).max(120),
  postalCode: z.string().trim().min(3).max(12),
  city: z.string().trim().min(2).max(80),
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two letters'),
  isDefault: z.boolean().default(false),
});

export function accountRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/account', async (req, res) => {
    res.json(await profileOf(shop.db, requirePrincipal(req).userId));
  });

  router.post('/account/addresses', async (req, res) => {
    const { userId } = requirePrincipal(req);
    res.status(201).json(await addAddress(shop.db, userId, parse(addressBody, req.body)));
  });

  return router;
}
