import { Router } from 'express';
import { z } from 'zod';
import { requireAdmin } from '../lib/auth.ts';
import { conflict, type HttpError, notFound } from '../lib/errors.ts';
import type { MovementOutcome } from '../lib/inventory-gateway.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { exportInventory } from '../services/stock.ts';

const MAXIMUM_INTEGER = 2_147_483_647;

const stockQuery = z.object({
  sku: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) => (value === undefined ? [] : [value].flat()))
    .pipe(z.array(z.string().min(1)).max(100)),
});

const reservationBody = z.object({
  orderId: z.int().min(1).max(MAXIMUM_INTEGER),
  lines: z
    .array(z.object({ sku: z.string().min(1), quantity: z.int().min(1).max(1_000_000) }))
    .min(1)
    .max(100),
});

const movementBody = z.object({
  sku: z.string().min(1),
  warehouse: z.string().min(1),
  quantity: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((quantity) => quantity !== 0, 'must not be 0'),
  reason: z.string().trim().min(1).max(200),
});

function refuse(outcome: Exclude<MovementOutcome, { outcome: 'recorded' }>): HttpError {
  switch (outcome.outcome) {
    case 'unknown-sku':
      return notFound('UNKNOWN_SKU', 'No stock is kept of this sku.');
    case 'unknown-warehouse':
      return notFound('UNKNOWN_WAREHOUSE', 'There is no such warehouse.');
    case 'negative-stock':
      return conflict(
        'NEGATIVE_STOCK',
        'The warehouse does not have that many units that are free.',
      );
  }
}

export function inventoryRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/inventory/stock', async (req, res) => {
    const { sku } = parse(stockQuery, req.query);
    res.json({ items: await shop.inventory.stockOfMany(sku) });
  });

  router.get('/inventory/stock/:sku', async (req, res) => {
    const stock = await shop.inventory.stockOf(req.params.sku);
    if (stock === undefined) {
      throw notFound('UNKNOWN_SKU', `No stock is kept of ${req.params.sku}.`);
    }
    res.json(stock);
  });

  router.post('/inventory/reservations', async (req, res) => {
    const result = await shop.inventory.reserve(parse(reservationBody, req.body));
    if (result.outcome === 'insufficient-stock') {
      throw conflict('INSUFFICIENT_STOCK', 'Not everything is in stock; nothing was reserved.', {
        shortages: result.shortages,
      });
    }
    res.status(result.outcome === 'existing' ? 200 : 201).json(result.reservation);
  });

  router.delete('/inventory/reservations/:reservationId', async (req, res) => {
    if (!(await shop.inventory.release(req.params.reservationId))) {
      throw notFound('UNKNOWN_RESERVATION', 'There is no held reservation of this id.');
    }
    res.status(204).end();
  });

  router.post('/inventory/movements', requireAdmin, async (req, res) => {
    const result = await shop.inventory.recordMovement(parse(movementBody, req.body));
    if (result.outcome !== 'recorded') throw refuse(result);
    res.status(201).json(result.movement);
  });

  router.get('/inventory/export', requireAdmin, async (_req, res) => {
    res.json(await exportInventory(shop.db, shop.now()));
  });

  return router;
}
