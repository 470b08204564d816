import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { RELATIONS } from '../../src/broker/documentation/relations.ts';
import { RESOURCES } from '../../src/broker/resources/all.ts';
import { fillBroker } from './fill-broker.ts';

let broker: Broker;

beforeAll(async () => {
  broker = await createBroker({ port: 0 });
  await fillBroker(broker.url);
});
afterAll(() => broker.close());

interface Answer {
  readonly rels: Set<string>;
  readonly hrefs: Set<string>;
}

/** Names and addresses of every link in a HAL document, embedded ones included. */
function linksIn(value: unknown, found: Answer): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '_links') {
      for (const [rel, links] of Object.entries(inner as object)) {
        if (rel.startsWith('pb:')) found.rels.add(rel.slice('pb:'.length));
        for (const { href, templated } of [links].flat() as Record<string, unknown>[]) {
          if (typeof href === 'string' && templated !== true) found.hrefs.add(href);
        }
      }
    } else linksIn(inner, found);
  }
}

/** Follows every link from the index to wherever it leads. */
async function crawl(): Promise<Set<string>> {
  const rels = new Set<string>();
  const seen = new Set<string>();
  const waiting = [broker.url];
  for (let href = waiting.pop(); href !== undefined; href = waiting.pop()) {
    const url = new URL(href, broker.url).href;
    if (seen.has(url)) continue;
    seen.add(url);
    const response = await fetch(url, { headers: { accept: 'application/hal+json, */*' } });
    const text = await response.text();
    if (!response.headers.get('content-type')?.includes('json')) continue;
    const found: Answer = { rels, hrefs: new Set() };
    linksIn(JSON.parse(text), found);
    waiting.push(...found.hrefs);
  }
  expect(seen.size).toBeGreaterThan(50);
  return rels;
}

describe('the documentation of relations', () => {
  it('has a page for every relation that an answer has', async () => {
    const missing: string[] = [];
    const rels = await crawl();
    expect(rels.size).toBeGreaterThan(50);
    for (const rel of rels) {
      const response = await fetch(`${broker.url}/doc/${rel}?context=pact`);
      if (response.status !== 200 || !(await response.text()).includes(`<h1>pb:${rel}</h1>`)) {
        missing.push(rel);
      }
    }
    expect(missing).toEqual([]);
  });

  it('names places that exist, and methods that they have', () => {
    const byPath = new Map(RESOURCES.map((resource) => [resource.path, resource]));
    for (const { rel, path, body } of [...RELATIONS.values()].flat()) {
      const resource = byPath.get(path);
      expect(resource, `${rel}: ${path}`).toBeDefined();
      if (body !== undefined) {
        expect(Object.keys(resource?.methods ?? {}), rel).toContain(body.method);
      }
    }
  });

  it('lists them all, tells webhooks by the prefix of their links, and nothing else', async () => {
    const list = await (await fetch(`${broker.url}/doc`)).text();
    for (const { rel } of [...RELATIONS.values()].flat()) expect(list).toContain(`pb:${rel}<`);
    expect((await fetch(`${broker.url}/doc/webhooks-execute`)).status).toBe(200);
    expect((await fetch(`${broker.url}/doc/nothing`)).status).toBe(404);
  });
});
