import type { NextFunction, Request, Response } from 'express';
import { log } from './logger.ts';
import { continueTrace, currentTrace, endSpan, runInTrace } from './trace-context.ts';

export function requestLog(req: Request, res: Response, next: NextFunction): void {
  const started = performance.now();
  // 'finish' fires outside of the request's async context; take the trace along.
  const trace = currentTrace() ?? continueTrace(undefined);
  res.on('finish', () => {
    endSpan(trace, {
      name: `${req.method} ${req.route === undefined ? 'unknown' : req.baseUrl + req.route.path}`,
      kind: 'server',
      failed: res.statusCode >= 500,
      attributes: { 'http.response.status_code': res.statusCode },
    });
    runInTrace(trace, () =>
      log.info('request', {
        method: req.method,
        path: req.originalUrl.split('?')[0],
        status: res.statusCode,
        milliseconds: Math.round(performance.now() - started),
      }),
    );
  });
  next();
}
