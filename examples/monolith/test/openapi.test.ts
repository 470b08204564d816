import type { IRouter } from 'express';
import { describe, expect, it } from 'vitest';
import { EventBus } from '../src/lib/event-bus.ts';
import type { ShopContext } from '../src/lib/shop-context.ts';
import { shopRoutes } from '../src/routes.ts';
import { complaintsAbout, documentedOperations } from './support/document.ts';

/** Routes are only collected, never called. */
const unused = { events: new EventBus(), jwtSecret: new Uint8Array(32) } as unknown as ShopContext;

interface Layer {
  route?: { path: string; stack: { method: string }[] };
  handle?: IRouter;
}

function servedOperations(router: IRouter): string[] {
  return (router.stack as unknown as Layer[]).flatMap((layer) => {
    if (layer.route === undefined) {
      return layer.handle?.stack === undefined ? [] : servedOperations(layer.handle);
    }
    const path = layer.route.path.replace(/:(\w+)/g, '{$1}');
    const methods = new Set(layer.route.stack.map((step) => step.method.toUpperCase()));
    return [...methods].map((method) => `${method} ${path}`);
  });
}

describe('openapi.yaml', () => {
  it('documents exactly the routes that are served', () => {
    expect(documentedOperations().sort()).toEqual(servedOperations(shopRoutes(unused)).sort());
  });

  it.each([
    [{ status: 200, type: 'application/json', body: { status: 'ok' } }, 0],
    [{ status: 200, type: 'application/json', body: { status: 'fine' } }, 1],
    [{ status: 200, type: 'application/json', body: { status: 'ok', extra: 1 } }, 1],
    [{ status: 418, type: 'application/json', body: {} }, 1],
  ])('is a check that can fail: %j', (answer, complaints) => {
    expect(complaintsAbout('GET', '/health', answer)).toHaveLength(complaints);
  });
});
