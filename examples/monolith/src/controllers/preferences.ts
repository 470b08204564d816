import { Router } from 'express';
import { z } from 'zod';
import { requirePrincipal } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { findPreferences, savePreferences } from '../repositories/preferences.ts';

const preferencesBody = z.object({ orderUpdates: z.boolean(), cartReminders: z.boolean() });

export function preferenceRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/account/notifications', async (req, res) => {
    res.json(await findPreferences(shop.db, requirePrincipal(req).userId));
  });

  router.put('/account/notifications', async (req, res) => {
    const { userId } = requirePrincipal(req);
    const preferences = parse(preferencesBody, req.body);
    await savePreferences(shop.db, userId, preferences, shop.now());
    res.json(preferences);
  });

  return router;
}
