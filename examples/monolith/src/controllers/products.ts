import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin, requirePrincipal } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { listProducts, productDetail } from '../services/browse.ts';
import { changePrice } from '../services/pricing.ts';
import { writeReview } from '../services/reviews.ts';

const listQuery = z.object({
  category: z.string().min(1).optional(),
  q: z.string().trim().min(2).max(80).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(24),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
});

const reviewBody = z.object({
  rating: z.int().min(1).max(5),
  body: z.string().trim().min(10).max(2_000),
});

const priceBody = z.object({ priceCents: z.int().min(0).max(10_000_000) });

export function productRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/products', async (req, res) => {
    const { category, q, limit, offset } = parse(listQuery, req.query);
    res.json({ items: await listProducts(shop, { category, text: q, limit, offset }) });
  });

  router.get('/products/:slug', async (req, res) => {
    res.json(await productDetail(shop, req.params.slug));
  });

  router.post('/products/:slug/reviews', async (req, res) => {
    const { userId } = requirePrincipal(req);
    const rating = await writeReview(shop, userId, req.params.slug, parse(reviewBody, req.body));
    res.status(201).json({ rating });
  });

  router.put('/variants/:sku/price', requireAdmin, async (req, res) => {
    await changePrice(shop.db, req.params.sku as string, parse(priceBody, req.body).priceCents);
    res.status(204).end();
  });

  return router;
}
