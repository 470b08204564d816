import { readFileSync } from 'node:fs';
import { parseApiDocument } from '@ashlar/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { adviseDeployOrder } from '../../src/deploy-order/advise.ts';
import { renderDeployOrderText } from '../../src/deploy-order/render-text.ts';

/** An API whose one operation answers with these members, all of them always. */
function api(name: string, members: string[]) {
  const properties = Object.fromEntries(members.map((member) => [member, { type: 'integer' }]));
  const schema = { type: 'object', required: members, properties };
  const responses = {
    200: { description: 'ok', content: { 'application/json': { schema } } },
  };
  const value = {
    openapi: '3.0.3',
    info: { title: name, version: '1' },
    paths: { '/stock': { get: { responses } } },
  };
  return parseApiDocument(value, name);
}

function pact(consumer: string, members: string[], provider = 'inventory') {
  const body = Object.fromEntries(members.map((member) => [member, 1]));
  const value = {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: [
      {
        description: 'stock',
        request: { method: 'GET', path: '/stock' },
        response: { status: 200, headers: { 'content-type': 'application/json' }, body },
      },
    ],
    metadata: { pactSpecification: { version: '2.0.0' } },
  };
  return { source: `${consumer}.json`, value };
}

const validate = new Ajv2020({ strict: true }).compile(
  JSON.parse(
    readFileSync(new URL('../../schemas/deploy-order.schema.json', import.meta.url), 'utf8'),
  ),
);

type Asked = Record<string, string[]>;
const pacts = (asked: Asked) => Object.entries(asked).map(([name, members]) => pact(name, members));

describe('the order of deploys', () => {
  it.each<[string, string[], string[], Asked, Asked, string[]]>([
    [
      'nothing that anybody uses changes',
      ['a', 'b'],
      ['a'],
      { shop: ['a'] },
      {},
      ['deploy inventory'],
    ],
    [
      'an addition that nobody wants yet',
      ['a'],
      ['a', 'b'],
      { shop: ['a'] },
      {},
      ['deploy inventory'],
    ],
    [
      'an addition: the provider goes first',
      ['a'],
      ['a', 'b'],
      { shop: ['a'] },
      { shop: ['a', 'b'] },
      ['expand inventory', 'migrate shop'],
    ],
    [
      'a removal: the consumer goes first',
      ['a', 'b'],
      ['a'],
      { shop: ['a', 'b'] },
      { shop: ['a'] },
      ['migrate shop', 'contract inventory'],
    ],
    [
      'a removal, and the next version is not known',
      ['a', 'b'],
      ['a'],
      { shop: ['b'] },
      {},
      ['migrate shop', 'contract inventory'],
    ],
    [
      'a rename: both beside each other',
      ['a'],
      ['b'],
      { shop: ['a'] },
      { shop: ['b'] },
      ['expand inventory', 'migrate shop', 'contract inventory'],
    ],
    [
      'a removal for one, an addition for another',
      ['a', 'b'],
      ['a', 'c'],
      { shop: ['b'], app: ['a'] },
      { shop: ['a'], app: ['c'] },
      ['migrate shop', 'contract inventory', 'migrate app'],
    ],
    [
      'a rename for one and nothing for another',
      ['a', 'x'],
      ['b', 'x'],
      { shop: ['a'], app: ['x'] },
      { shop: ['b'] },
      ['expand inventory', 'migrate shop', 'contract inventory'],
    ],
  ])('%s', (_, before, after, today, next, expected) => {
    const order = adviseDeployOrder({
      provider: 'inventory',
      old: api('old', before),
      new: api('new', after),
      today: [...pacts(today), pact('shop', ['elsewhere'], 'billing')],
      next: pacts(next),
    });
    expect(order.steps.map(({ phase, deploy }) => `${phase} ${deploy.join(', ')}`)).toEqual(
      expected,
    );
    expect(validate(order), JSON.stringify(validate.errors)).toBe(true);
  });

  it('says what breaks, what is needed, and what no pact uses', () => {
    const order = adviseDeployOrder({
      provider: 'inventory',
      old: api('old', ['a', 'unused']),
      new: api('new', ['b']),
      today: pacts({ shop: ['a'] }),
      next: pacts({ shop: ['b'] }),
    });
    expect(order.consumers).toMatchObject([{ consumer: 'shop', order: 'expand', nextKnown: true }]);
    const text = renderDeployOrderText(order);
    expect(text).toMatch(/breaks with the new document: stock: .*\ba\b/);
    expect(text).toMatch(/needs the new document: stock: .*\bb\b/);
    expect(order.unusedBreaks.join()).toContain('unused');
  });
});
