import { conflict } from '../lib/errors.ts';
import { log } from '../lib/logger.ts';
import { hashPassword } from '../lib/passwords.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { insertUser } from '../repositories/users.ts';

export interface Registration {
  email: string;
  password: string;
  fullName: string;
  marketingConsent: boolean;
}

export async function register(shop: ShopContext, form: Registration): Promise<number> {
  const user = await insertUser(shop.db, {
    email: form.email.toLowerCase(),
    passwordHash: await hashPassword(form.password),
    fullName: form.fullName,
    marketingConsent: form.marketingConsent,
    createdAt: shop.now(),
  });
  if (user === undefined) {
    throw conflict('EMAIL_TAKEN', 'There is already an account with this e-mail address.');
  }
  log.info('customer registered', { userId: user.id });
  return user.id;
}
