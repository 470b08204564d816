import { type Request, Router } from 'express';
import { z } from 'zod';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import type { Cart } from '../models/carts.ts';
import {
  addToBasket,
  applyCode,
  changeQuantity,
  openCart,
  viewBasket,
} from '../services/basket.ts';

const itemBody = z.object({ sku: z.string().min(1), quantity: z.int().min(1).max(50).default(1) });
const quantityBody = z.object({ quantity: z.int().min(0).max(50) });
const codeBody = z.object({ code: z.string().trim().min(3).max(30) });

/** The basket belongs to the session until somebody logs in, then to the customer. */
async function cartOf(shop: ShopContext, req: Request): Promise<Cart> {
  const cart = await openCart(shop, req.session.cartId, req.principal?.userId ?? null);
  req.session.cartId = cart.id;
  return cart;
}

export function basketRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/basket', async (req, res) => {
    res.json(await viewBasket(shop, await cartOf(shop, req)));
  });

  router.post('/basket/items', async (req, res) => {
    const { sku, quantity } = parse(itemBody, req.body);
    const cart = await cartOf(shop, req);
    await addToBasket(shop, cart, sku, quantity);
    res.status(201).json(await viewBasket(shop, cart));
  });

  router.put('/basket/items/:sku', async (req, res) => {
    const { quantity } = parse(quantityBody, req.body);
    const cart = await cartOf(shop, req);
    await changeQuantity(shop, cart, req.params.sku, quantity);
    res.json(await viewBasket(shop, cart));
  });

  router.post('/basket/promotion', async (req, res) => {
    const { code } = parse(codeBody, req.body);
    const cart = await applyCode(shop, await cartOf(shop, req), code);
    res.json(await viewBasket(shop, cart));
  });

  return router;
}
