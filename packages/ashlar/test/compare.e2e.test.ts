import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-compare-'));

function document(quantity: object): string {
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'inventory', version: '1' },
    paths: {
      '/stock/{item}': {
        get: {
          responses: {
            200: {
              description: 'the stock',
              content: {
                'application/json': {
                  schema: { type: 'object', properties: { quantity }, required: ['quantity'] },
                },
              },
            },
          },
        },
      },
    },
  });
}

beforeAll(() => {
  const files = {
    'shop-inventory.json': JSON.stringify({
      consumer: { name: 'shop' },
      provider: { name: 'inventory' },
      interactions: [
        {
          description: 'the stock of item 7',
          request: { method: 'GET', path: '/stock/7' },
          response: { status: 200, body: { quantity: 3 } },
        },
      ],
      metadata: { pactSpecification: { version: '3.0.0' } },
    }),
    'numbers.json': document({ type: 'integer' }),
    'nullable.json': document({ type: ['integer', 'null'] }),
    'texts.json': document({ type: 'string' }),
    'nothing.json': '{}',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

const run = (...args: string[]) => runCommand(args, { cwd: home });

describe('ashlar compare', () => {
  it.each([
    [['numbers.json'], 0, 'Yes: numbers.json allows everything that is expected.'],
    [['texts.json'], 1, '[response.body.incompatible]'],
    [['nullable.json'], 0, '[response.body.may-be-null]'],
    [['nullable.json', '--strict'], 1, '[response.body.may-be-null]'],
    [['texts.json', '--output', 'json'], 1, '"compatible": false'],
    [['texts.json', '--output', 'sarif'], 1, '"version": "2.1.0"'],
  ])('shop-inventory.json %j exits %i', async (args, code, text) => {
    const ran = await run('compare', 'shop-inventory.json', ...args);
    expect([ran.code, ran.stderr]).toEqual([code, '']);
    expect(ran.stdout).toContain(text);
  });

  it.each([
    [['shop-inventory.json', 'gone.yaml'], 'CONTRACTS_DOCUMENT_UNREADABLE'],
    [['shop-inventory.json', 'nothing.json'], 'CONTRACTS_DOCUMENT_INVALID'],
    [['numbers.json', 'numbers.json'], 'CONTRACTS_PACT_FILE_INVALID'],
    [['numbers.json'], 'CLI_USAGE'],
  ])('%j cannot be compared', async (args, code) => {
    const ran = await run('compare', ...args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
  });
});

describe('ashlar diff of two documents', () => {
  it('says what breaks, and with pacts whom', async () => {
    const alone = await run('diff', 'numbers.json', 'texts.json');
    expect(alone.code).toBe(1);
    expect(alone.stdout).toContain('[response-property-type-changed]');
    const withPacts = await run(
      'diff',
      'numbers.json',
      'texts.json',
      '--pact',
      'shop-inventory.json',
    );
    expect(withPacts.code).toBe(1);
    expect(withPacts.stdout).toContain('shop would break');
  });

  it('is fine where nothing changed', async () => {
    const ran = await run('diff', 'numbers.json', 'numbers.json', '--json', '-');
    expect([ran.code, JSON.parse(ran.stdout).changes]).toEqual([0, []]);
  });
});
