import type { Database } from '../lib/database.ts';
import { conflict, HttpError, notFound } from '../lib/errors.ts';
import { percentOf } from '../lib/money.ts';
import type { Promotion } from '../models/promotions.ts';
import { endPromotion, findPromotion, insertPromotion } from '../repositories/promotions.ts';

/** People type codes as they like: `spring-10 `. */
export function normaliseCode(code: string): string {
  return code.trim().toUpperCase();
}

/** @throws HttpError 422 when the code is unknown or not running now. */
export async function redeemable(db: Database, code: string, now: Date): Promise<Promotion> {
  const promotion = await findPromotion(db, code);
  const running =
    promotion !== undefined &&
    promotion.startsAt <= now &&
    (promotion.endsAt === null || promotion.endsAt > now);
  if (!running) {
    throw new HttpError(422, 'PROMOTION_NOT_RUNNING', `The code ${code} cannot be used now.`);
  }
  return promotion;
}

/** Cents off; below the minimum nothing, and never more than there is to pay. */
export function discountOf(promotion: Promotion, eligibleCents: number): number {
  if (eligibleCents < promotion.minimumCents) return 0;
  switch (promotion.kind) {
    case 'percent':
      return percentOf(eligibleCents, promotion.value);
    case 'amount':
      return Math.min(promotion.value, eligibleCents);
    case 'free-shipping':
      return 0;
  }
}

export interface NewPromotion {
  code: string;
  description: string;
  kind: Promotion['kind'];
  value: number;
  minimumCents: number;
  startsAt: Date;
  endsAt: Date | null;
}

export async function startPromotion(db: Database, promotion: NewPromotion): Promise<string> {
  if (promotion.kind === 'percent' && promotion.value > 80) {
    throw new HttpError(
      422,
      'DISCOUNT_TOO_HIGH',
      'More than 80 % off needs the owner, not a form.',
    );
  }
  const code = normaliseCode(promotion.code);
  if (!(await insertPromotion(db, { ...promotion, code }))) {
    throw conflict('CODE_TAKEN', `There is already a promotion ${code}.`);
  }
  return code;
}

export async function stopPromotion(db: Database, code: string, now: Date): Promise<void> {
  if (!(await endPromotion(db, normaliseCode(code), now))) {
    throw notFound('UNKNOWN_PROMOTION', `There is no promotion ${code}.`);
  }
}
