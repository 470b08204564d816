/** Browser sessions in the memory of this process; they end with it. */
import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

export interface ShopSession {
  id: string;
  cartId?: string;
  userId?: number;
  /** Slugs of products looked at, newest first. */
  recentlyViewed?: string[];
}

declare module 'express-serve-static-core' {
  interface Request {
    session: ShopSession;
  }
}

const COOKIE = 'shop.sid';
const LIFETIME_MS = 2 * 60 * 60_000;
const MAXIMUM = 10_000;

const sessions = new Map<string, { session: ShopSession; lastSeen: number }>();

function cookieOf(req: Request): string | undefined {
  for (const part of (req.get('cookie') ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE) return value;
  }
  return undefined;
}

/** The map keeps insertion order, so the first entry is the one unseen for longest. */
function forgetOld(now: number): void {
  for (const [id, { lastSeen }] of sessions) {
    if (now - lastSeen < LIFETIME_MS && sessions.size < MAXIMUM) return;
    sessions.delete(id);
  }
}

export function sessionMiddleware(req: Request, res: Response, next: NextFunction): void {
  const now = Date.now();
  forgetOld(now);
  const known = sessions.get(cookieOf(req) ?? '');
  const session = known?.session ?? { id: randomBytes(18).toString('base64url') };
  sessions.delete(session.id);
  sessions.set(session.id, { session, lastSeen: now });
  if (known === undefined) {
    res.cookie(COOKIE, session.id, { httpOnly: true, sameSite: 'lax', maxAge: LIFETIME_MS });
  }
  req.session = session;
  next();
}

/** After a login the id changes, so that an id planted before it is worth nothing. */
export function renewSession(req: Request, res: Response): void {
  sessions.delete(req.session.id);
  req.session = { ...req.session, id: randomBytes(18).toString('base64url') };
  sessions.set(req.session.id, { session: req.session, lastSeen: Date.now() });
  res.cookie(COOKIE, req.session.id, { httpOnly: true, sameSite: 'lax', maxAge: LIFETIME_MS });
}
