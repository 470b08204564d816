import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Upstream } from '../model/routes.ts';
import { tlsIdentity } from './tls-identity.ts';

export interface Health {
  readonly healthy: boolean;
  readonly version: string | undefined;
}

const PATIENCE_MS = 2000;
const MAX_BODY = 65_536;

/** Asks an upstream how it is and which version it runs; undefined when it has no such address. */
export function checkHealth(upstream: Upstream): Promise<Health | undefined> {
  const { health } = upstream;
  if (health === undefined) return Promise.resolve(undefined);
  const send = upstream.tls ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const sick: Health = { healthy: false, version: undefined };
    const request = send(new URL(health, upstream.url), {
      agent: false,
      ...(upstream.tls ? tlsIdentity(upstream) : {}),
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    request.on('error', () => resolve(sick));
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (body.length < MAX_BODY) body += text;
      });
      response.on('error', () => resolve(sick));
      response.on('close', () => resolve(sick));
      response.on('end', () => {
        const status = response.statusCode ?? 500;
        const version = readVersion(upstream.version, response.headers, body);
        resolve({ healthy: status >= 200 && status < 300, version });
      });
    });
    request.end();
  });
}

function readVersion(
  where: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): string | undefined {
  if (where.startsWith('header:')) {
    const value = headers[where.slice('header:'.length).toLowerCase()];
    return typeof value === 'string' ? value : undefined;
  }
  try {
    let value = JSON.parse(body) as unknown;
    for (const step of where.replace(/^\$\.?/, '').split('.')) {
      value = (value as Record<string, unknown> | null)?.[step];
    }
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  } catch {
    return undefined;
  }
}
