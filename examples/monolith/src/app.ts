import express, { type Express } from 'express';
import { errorMiddleware, unknownRoute } from './lib/error-middleware.ts';
import { requestLog } from './lib/request-log.ts';
import type { ShopContext } from './lib/shop-context.ts';
import { traceMiddleware } from './lib/trace-context.ts';
import { shopRoutes } from './routes.ts';

export function createApp(shop: ShopContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(traceMiddleware, requestLog, express.json({ limit: '100kb' }));
  app.use(shopRoutes(shop));
  app.use(unknownRoute, errorMiddleware);
  return app;
}
