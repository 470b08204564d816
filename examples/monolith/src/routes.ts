import { Router } from 'express';
import { accountRoutes } from './controllers/account.ts';
import { authRoutes } from './controllers/auth.ts';
import { basketRoutes } from './controllers/basket.ts';
import { checkoutRoutes } from './controllers/checkout.ts';
import { healthRoutes } from './controllers/health.ts';
import { inventoryRoutes } from './controllers/inventory.ts';
import { orderRoutes } from './controllers/orders.ts';
import { paymentRoutes } from './controllers/payments.ts';
import { preferenceRoutes } from './controllers/preferences.ts';
import { productRoutes } from './controllers/products.ts';
import { promotionRoutes } from './controllers/promotions.ts';
import { reportRoutes } from './controllers/reports.ts';
import { returnRoutes } from './controllers/returns.ts';
import { settingsRoutes } from './controllers/settings.ts';
import { shipmentRoutes } from './controllers/shipments.ts';
import { storefrontRoutes } from './controllers/storefront.ts';
import { authenticate } from './lib/auth.ts';
import { sessionMiddleware } from './lib/session.ts';
import type { ShopContext } from './lib/shop-context.ts';

export function shopRoutes(shop: ShopContext): Router {
  const router = Router();
  // Machines ask these; they get no session.
  router.use(healthRoutes(shop));
  router.use('/inventory', authenticate(shop.jwtSecret));
  router.use(inventoryRoutes(shop));

  router.use(sessionMiddleware, authenticate(shop.jwtSecret));
  router.use(storefrontRoutes(shop));
  router.use(authRoutes(shop));
  router.use(accountRoutes(shop));
  router.use(preferenceRoutes(shop));
  router.use(productRoutes(shop));
  router.use(promotionRoutes(shop));
  router.use(basketRoutes(shop));
  router.use(checkoutRoutes(shop));
  router.use(orderRoutes(shop));
  router.use(returnRoutes(shop));
  router.use(paymentRoutes(shop));
  router.use(shipmentRoutes(shop));
  router.use(reportRoutes(shop));
  router.use(settingsRoutes());
  return router;
}
