import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { quoteDelivery } from '../services/delivery-options.ts';
import { dispatchShipment, packingList } from '../services/dispatch.ts';
import { recordCarrierReport, trackParcel } from '../services/tracking.ts';

const shipmentId = z.coerce.number().int().min(1).max(2_147_483_647);
const trackingCode = z.string().trim().min(6).max(40);

const quoteQuery = z.object({
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two letters'),
  service: z.enum(['standard', 'express']).default('standard'),
  grams: z.coerce.number().int().min(1).max(100_000),
  goodsCents: z.coerce.number().int().min(0).default(0),
});

const dispatchBody = z.object({ trackingCode });

const reportBody = z.object({
  trackingCode,
  status: z.enum(['in-transit', 'delivered']),
  location: z.string().trim().max(80).default(''),
  happenedAt: z.coerce.date(),
});

export function shipmentRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/delivery-quote', async (req, res) => {
    const query = parse(quoteQuery, req.query);
    res.json(await quoteDelivery(shop.db, { ...query, free: false, now: shop.now() }));
  });

  router.get('/shipments/pending', requireAdmin, async (_req, res) => {
    res.json({ items: await packingList(shop.db) });
  });

  router.post('/shipments/:shipmentId/dispatch', requireAdmin, async (req, res) => {
    const id = parse(shipmentId, req.params.shipmentId);
    res.json(await dispatchShipment(shop, id, parse(dispatchBody, req.body).trackingCode));
  });

  router.post('/carrier-reports', requireAdmin, async (req, res) => {
    const news = await recordCarrierReport(shop.db, parse(reportBody, req.body));
    res.status(news ? 201 : 200).json({ recorded: news });
  });

  router.get('/tracking/:trackingCode', async (req, res) => {
    res.json(await trackParcel(shop.db, parse(trackingCode, req.params.trackingCode)));
  });

  return router;
}
