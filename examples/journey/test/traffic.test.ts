import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { startTraffic, stoppingOnFailure } from '../src/traffic/generator.ts';
import {
  type Observation,
  servedByService,
  shoppersOnBoth,
  shoppersOnService,
  tally,
} from '../src/traffic/tally.ts';

const SERVICE = 'inventory-service/1.0.0';

function seen(shopper: string, answeredBy: string, rest: Partial<Observation> = {}): Observation {
  return { shopper, answeredBy, status: 200, moved: true, milliseconds: 1, ...rest };
}

describe('the tally', () => {
  it('tells who was answered by whom', () => {
    const result = tally([
      seen('a', SERVICE),
      seen('a', SERVICE),
      seen('b', 'monolith'),
      seen('c', 'monolith'),
      seen('c', SERVICE),
      seen('d', 'monolith', { moved: false }),
    ]);
    expect(servedByService(result)).toBe(3);
    expect(shoppersOnService(result)).toEqual(['a', 'c']);
    expect(shoppersOnBoth(result)).toEqual(['c']);
    expect(result.byShopper.size).toBe(3);
  });

  it.each([
    [200, 0],
    [404, 0],
    [500, 1],
    [502, 1],
    [0, 1],
  ])('counts the status %i as %i errors', (status, errors) => {
    expect(tally([seen('a', SERVICE, { status })]).errors).toBe(errors);
  });
});

describe('the traffic', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  it('has each shopper ask again and again under one cookie, at about the rate', async () => {
    const cookies: (string | undefined)[] = [];
    server = createServer((request, response) => {
      cookies.push(request.headers.cookie);
      response.setHeader('server', SERVICE).end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server?.once('listening', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const traffic = startTraffic({ url, skus: ['A', 'B'], shoppers: 5, rate: 200 });
    await expect.poll(() => traffic.tally().requests).toBeGreaterThan(50);
    traffic.mark();
    expect(traffic.tally().requests).toBe(0);
    await expect.poll(() => traffic.tally().requests).toBeGreaterThan(20);
    await traffic.stop();
    expect(new Set(cookies).size).toBe(5);
    expect(cookies[0]).toBe('shop_visitor=visitor-0');
    expect(traffic.total()).toEqual({ requests: cookies.length, errors: 0 });
    const { answered } = traffic.tally();
    expect([...answered.keys()]).toEqual([SERVICE]);
  });

  it('counts a refused connection as an error and goes on', async () => {
    const traffic = startTraffic({
      url: 'http://127.0.0.1:1',
      skus: ['A'],
      shoppers: 1,
      rate: 100,
    });
    await expect.poll(() => traffic.tally().errors).toBeGreaterThan(3);
    await traffic.stop();
  });

  it('ends when what is done with it fails, so that nothing keeps the process alive', async () => {
    const traffic = startTraffic({
      url: 'http://127.0.0.1:1',
      skus: ['A'],
      shoppers: 1,
      rate: 100,
    });
    const work = stoppingOnFailure(traffic, () => Promise.reject(new Error('not as expected')));
    await expect(work).rejects.toThrow('not as expected');
    const { requests } = traffic.total();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(traffic.total().requests).toBe(requests);
  });
});
