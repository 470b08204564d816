import { sql } from 'drizzle-orm';
import { Router } from 'express';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';

export function healthRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/health', async (_req, res) => {
    try {
      await shop.db.execute(sql`select 1`);
      res.json({ status: 'ok' });
    } catch (error) {
      log.error('database does not answer', { error });
      res.status(503).json({ status: 'unavailable' });
    }
  });

  return router;
}
