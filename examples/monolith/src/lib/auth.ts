/** Who is asking: a bearer token, or the session of a browser that has logged in. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { HttpError } from './errors.ts';
import { type Principal, readToken } from './tokens.ts';

declare module 'express-serve-static-core' {
  interface Request {
    principal?: Principal;
  }
}

export function authenticate(secret: Uint8Array): RequestHandler {
  return async (req: Request, _res: Response, next: NextFunction) => {
    const [scheme, token] = (req.get('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer' && token !== undefined) {
      const principal = await readToken(token, secret);
      if (principal === undefined) {
        throw new HttpError(401, 'UNAUTHORIZED', 'The token is invalid or has expired.');
      }
      req.principal = principal;
    } else if (req.session?.userId !== undefined) {
      req.principal = { userId: req.session.userId, role: 'customer' };
    }
    next();
  };
}

export function requirePrincipal(req: Request): Principal {
  if (req.principal === undefined) throw new HttpError(401, 'UNAUTHORIZED', 'Log in first.');
  return req.principal;
}

export function requireAdmin(req: Request, _res: Response, next: NextFunction): void {
  if (requirePrincipal(req).role !== 'admin') {
    throw new HttpError(403, 'FORBIDDEN', 'This is for the back office.');
  }
  next();
}
