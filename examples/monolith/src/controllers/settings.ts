import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin, requirePrincipal } from '../lib/auth.ts';
import { log } from '../lib/logger.ts';
import { settings, updateSettings } from '../lib/settings.ts';
import { parse } from '../lib/validate.ts';

const changes = z
  .strictObject({
    checkoutPaused: z.boolean(),
    freeShippingFromCents: z.int().min(0),
    lowStockThreshold: z.int().min(0).max(1_000),
    maximumRiskScore: z.int().min(0).max(100),
  })
  .partial();

export function settingsRoutes(): Router {
  const router = Router();

  router.get('/settings', requireAdmin, (_req, res) => {
    res.json(settings);
  });

  router.patch('/settings', requireAdmin, (req, res) => {
    const change = parse(changes, req.body);
    updateSettings(change);
    log.info('settings changed', { by: requirePrincipal(req).userId, change });
    res.json(settings);
  });

  return router;
}
