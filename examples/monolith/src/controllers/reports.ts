import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin } from '../lib/auth.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import {
  customerReport,
  deliveryReport,
  periodOf,
  salesReport,
  salesReportCsv,
  stockReport,
} from '../services/reports.ts';

const periodQuery = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() });

export function reportRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/reports/sales', requireAdmin, async (req, res) => {
    const { from, to } = parse(periodQuery, req.query);
    const period = periodOf(shop, { ...(from && { from }), ...(to && { to }) });
    if (req.accepts(['json', 'text/csv']) === 'text/csv') {
      res.type('text/csv').send(await salesReportCsv(shop, period));
    } else {
      res.json(await salesReport(shop, period));
    }
  });

  router.get('/reports/customers', requireAdmin, async (_req, res) => {
    res.json({ items: await customerReport(shop) });
  });

  router.get('/reports/stock', requireAdmin, async (_req, res) => {
    res.json({ items: await stockReport(shop) });
  });

  router.get('/reports/deliveries', requireAdmin, async (_req, res) => {
    res.json({ items: await deliveryReport(shop) });
  });

  return router;
}
