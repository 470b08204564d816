import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { COMPARISON_CODES } from '../../src/compare/codes.ts';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { renderComparisonJson } from '../../src/compare/render/json.ts';
import { renderComparisonSarif } from '../../src/compare/render/sarif.ts';
import { renderComparisonText } from '../../src/compare/render/text.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

const schema = {
  type: 'object',
  properties: { id: { type: 'integer' }, name: { type: 'string' } },
};
const document = parseApiDocument(
  {
    openapi: '3.0.0',
    paths: {
      '/things': { get: { responses: { 200: { content: { 'application/json': { schema } } } } } },
    },
  },
  'openapi.yaml',
);
const pact = {
  source: 'pacts/shop-things.json',
  value: {
    consumer: { name: 'shop' },
    provider: { name: 'things' },
    interactions: [
      {
        description: 'a thing',
        providerState: 'there is one',
        request: { method: 'GET', path: '/things' },
        response: { status: 200, body: { id: 'x' } },
      },
      {
        description: 'a name',
        request: { method: 'GET', path: '/things' },
        response: { status: 200, body: { name: 'x' } },
      },
    ],
  },
};
const comparison = comparePacts([pact], document);

describe('a comparison', () => {
  it('is readable in a terminal', () => {
    expect(renderComparisonText(comparison)).toBe(`shop: a thing given there is one
  ✗ The response body at /id must be integer, and is "x". [response.body.incompatible]
    pact      pacts/shop-things.json#/interactions/0/response/body/id
    document  openapi.yaml#/paths/~1things/get/responses/200/content/application~1json/schema/properties/id/type
    → Let the consumer expect what the document offers, or extend the document.

shop: a name
  ! The document lets /response/body/name be absent [response.body.may-be-absent]

No: openapi.yaml does not allow everything that is expected.
2 interactions in 1 pact: 1 error, 1 warning.
`);
  });

  it('fits its schema as JSON', () => {
    const file = new URL('../../schemas/comparison.schema.json', import.meta.url);
    const described = JSON.parse(readFileSync(file, 'utf8'));
    const validate = new Ajv2020({ strict: true }).compile(described);
    expect([validate(JSON.parse(renderComparisonJson(comparison))), validate.errors]).toEqual([
      true,
      null,
    ]);
    expect(described.$defs.finding.properties.code.enum).toEqual(
      Object.keys(COMPARISON_CODES).sort(),
    );
  });

  it('is SARIF 2.1.0', () => {
    const log = JSON.parse(renderComparisonSarif(comparison));
    const [run] = log.runs;
    expect([log.version, run.tool.driver.rules.map(({ id }: { id: string }) => id)]).toEqual([
      '2.1.0',
      ['response.body.incompatible', 'response.body.may-be-absent'],
    ]);
    expect(run.results[0]).toMatchObject({
      ruleId: 'response.body.incompatible',
      ruleIndex: 0,
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'pacts/shop-things.json' } } }],
    });
  });
});
