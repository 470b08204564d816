import { conflict, notFound } from '../lib/errors.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import type { Cart } from '../models/carts.ts';
import {
  addItem,
  assignCart,
  findCart,
  findItems,
  insertCart,
  removeItem,
  setQuantity,
  touchCart,
} from '../repositories/carts.ts';
import { type PricedBasket, priceBasket } from './pricing.ts';
import { normaliseCode, redeemable } from './promotions.ts';

const MAXIMUM_PER_LINE = 50;

/**
 * The cart of the session, or a new one. A visitor who has logged in keeps the basket filled
 * before; another customer's cart is never handed out.
 */
export async function openCart(
  shop: ShopContext,
  cartId: string | undefined,
  userId: number | null,
): Promise<Cart> {
  const cart = cartId === undefined ? undefined : await findCart(shop.db, cartId);
  if (cart === undefined || (cart.userId !== null && cart.userId !== userId)) {
    return insertCart(shop.db, userId, shop.now());
  }
  if (cart.userId === null && userId !== null) await assignCart(shop.db, cart.id, userId);
  return { ...cart, userId };
}

export async function viewBasket(shop: ShopContext, cart: Cart): Promise<PricedBasket> {
  const items = await findItems(shop.db, cart.id);
  return priceBasket(shop.db, items, cart.promotionCode, shop.now());
}

export async function addToBasket(
  shop: ShopContext,
  cart: Cart,
  sku: string,
  quantity: number,
): Promise<void> {
  const items = await findItems(shop.db, cart.id);
  const already = items.find((item) => item.sku === sku)?.quantity ?? 0;
  if (already + quantity > MAXIMUM_PER_LINE) {
    throw conflict('TOO_MANY', `At most ${MAXIMUM_PER_LINE} of one article per order.`);
  }
  // Throws when the article is not for sale.
  await priceBasket(shop.db, [{ sku, quantity }], null, shop.now());
  const stock = await shop.inventory.stockOf(sku);
  if (stock === undefined || stock.available < already + quantity) {
    const available = stock?.available ?? 0;
    throw conflict('INSUFFICIENT_STOCK', `Only ${available} of ${sku} are left.`, {
      shortages: [{ sku, requested: already + quantity, available }],
    });
  }
  const now = shop.now();
  await addItem(shop.db, { cartId: cart.id, sku, quantity, addedAt: now });
  await touchCart(shop.db, cart.id, { updatedAt: now });
}

/** A quantity of 0 takes the line out. */
export async function changeQuantity(
  shop: ShopContext,
  cart: Cart,
  sku: string,
  quantity: number,
): Promise<void> {
  const changed =
    quantity === 0
      ? await removeItem(shop.db, cart.id, sku)
      : await setQuantity(shop.db, cart.id, sku, quantity);
  if (!changed) throw notFound('NOT_IN_BASKET', `${sku} is not in the basket.`);
  await touchCart(shop.db, cart.id, { updatedAt: shop.now() });
}

export async function applyCode(shop: ShopContext, cart: Cart, code: string): Promise<Cart> {
  const promotionCode = normaliseCode(code);
  await redeemable(shop.db, promotionCode, shop.now());
  await touchCart(shop.db, cart.id, { promotionCode, updatedAt: shop.now() });
  return { ...cart, promotionCode };
}
