import type { NextFunction, Request, Response } from 'express';
import { HttpError } from './errors.ts';
import { log } from './logger.ts';

/** What body-parser and the router attach to the errors they raise. */
function statusOf(error: unknown): number {
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
    const message = error instanceof Error ? error.message : 'The request could not be read.';
    res.status(status).json({ code: 'INVALID_REQUEST', message, issues: [] });
    return;
  }
  log.error('request failed', { method: req.method, path: req.path, error });
  res.status(500).json({ code: 'INTERNAL', message: 'Something went wrong on our side.' });
}
