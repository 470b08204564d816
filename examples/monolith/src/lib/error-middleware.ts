import type { NextFunction, Request, Response } from 'express';
import { HttpError } from './errors.ts';
import { log } from './logger.ts';

/** SQLSTATE 22021: PostgreSQL stores every text but one with U+0000 in it, so the request is wrong. */
function isUnstorableText(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return code === '22021' || cause?.code === '22021';
}

/** What body-parser and the router attach to the errors they raise. */
function statusOf(error: unknown): number {
  if (isUnstorableText(error)) return 400;
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

export function unknownRoute(req: Request, _res: Response, next: NextFunction): void {
  next(new HttpError(404, 'UNKNOWN_ROUTE', `There is no ${req.method} ${req.path}.`));
}

export function errorMiddleware(
  error: unknown,
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  if (error instanceof HttpError) {
    res.status(error.status).json({ code: error.code, message: error.message, ...error.details });
    return;
  }
  const status = statusOf(error);
  if (status < 500) {
    // A database error would quote the statement.
    const readable = error instanceof Error && !isUnstorableText(error);
    const message = readable ? error.message : 'The request could not be read.';
    res.status(status).json({ code: 'INVALID_REQUEST', message, issues: [] });
    return;
  }
  log.error('request failed', { method: req.method, path: req.path, error });
  res.status(500).json({ code: 'INTERNAL', message: 'Something went wrong on our side.' });
}
