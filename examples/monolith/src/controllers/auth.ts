import { Router } from 'express';
import { z } from 'zod';
import { renewSession } from '../lib/session.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { parse } from '../lib/validate.ts';
import { login } from '../services/login.ts';
import { register } from '../services/registration.ts';

const registrationBody = z.object({
  email: z.email().max(254),
  password: z.string().min(10).max(200),
  fullName: z.string().trim().min(2).max(120),
  marketingConsent: z.boolean().default(false),
});

const loginBody = z.object({ email: z.email(), password: z.string().min(1).max(200) });

export function authRoutes(shop: ShopContext): Router {
  const router = Router();

  router.post('/auth/register', async (req, res) => {
    res.status(201).json({ userId: await register(shop, parse(registrationBody, req.body)) });
  });

  router.post('/auth/login', async (req, res) => {
    const { email, password } = parse(loginBody, req.body);
    const result = await login(shop, { email, password, ipAddress: req.ip ?? null });
    renewSession(req, res);
    req.session.userId = result.userId;
    res.json(result);
  });

  router.post('/auth/logout', (req, res) => {
    renewSession(req, res);
    delete req.session.userId;
    delete req.session.cartId;
    res.status(204).end();
  });

  return router;
}
