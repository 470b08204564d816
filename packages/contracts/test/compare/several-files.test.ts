import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { readApiDocument } from '../../src/openapi/document.ts';
import { json } from './exchange-cases.ts';

type Files = Readonly<Record<string, string>>;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Codes of the errors that an answer to `GET /things` has; `openapi.yaml` is where reading begins. */
function errorsOf(files: Files, content: unknown, request: object = {}): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-files-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const value = {
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions: [
      {
        type: 'Synchronous/HTTP',
        description: 'an exchange',
        request: { method: 'GET', path: '/things', ...request },
        response: {
          status: 200,
          ...(content === undefined
            ? {}
            : { headers: { 'Content-Type': 'application/json' }, body: json(content) }),
        },
      },
    ],
    metadata: { pactSpecification: { version: '4.0' } },
  };
  const document = readApiDocument(join(folder, 'openapi.yaml'));
  const { findings } = comparePacts([{ source: 'pact.json', value }], document);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return [...new Set(errors.map(({ code }) => code))].sort();
}

const answering = (schema: string, openapi = '3.1.0') => `openapi: ${openapi}
info: {title: t, version: '1'}
paths: {/things: {get: {responses: {200: {description: ok, content: {application/json: {schema: ${schema}}}}}}}}
`;
const WRONG = ['response.body.incompatible'];

const CASES: readonly (readonly [string, Files, unknown, readonly string[]])[] = [
  [
    'a file that is a schema, from there to its neighbour, and back up',
    {
      'openapi.yaml': answering('{$ref: schemas/list.yaml}'),
      'schemas/list.yaml': 'type: array\nitems: {$ref: ./deep/thing.json}\n',
      'schemas/deep/thing.json':
        '{"type":"object","properties":{"n":{"$ref":"../../common.yaml#/N"}}}',
      'common.yaml': 'N: {type: integer}\n',
    },
    [{ n: 'x' }],
    WRONG,
  ],
  [
    'two files that need each other',
    {
      'openapi.yaml': answering("{$ref: 'a.yaml#/A'}"),
      'a.yaml': "A: {type: object, properties: {b: {$ref: 'b.yaml#/B'}, n: {type: integer}}}\n",
      'b.yaml': "B: {type: object, properties: {a: {$ref: 'a.yaml#/A'}}}\n",
    },
    { b: { a: { b: { a: { n: 'x' } } } } },
    WRONG,
  ],
  [
    'a mapping of a discriminator to files',
    {
      'openapi.yaml': answering(
        '{oneOf: [{$ref: cat.yaml}, {$ref: dog.yaml}], discriminator: {propertyName: kind, mapping: {kitty: cat.yaml, doggy: ./dog.yaml}}}',
      ),
      'cat.yaml':
        'type: object\nrequired: [kind]\nproperties: {kind: {type: string}, lives: {type: integer}}\n',
      'dog.yaml':
        'type: object\nrequired: [kind]\nproperties: {kind: {type: string}, tricks: {type: integer}}\n',
    },
    { kind: 'doggy', lives: 9 },
    WRONG,
  ],
  [
    'an anchor in another file',
    {
      'openapi.yaml': answering("{$ref: 'defs.yaml#count'}"),
      'defs.yaml': '$defs: {N: {$anchor: count, type: integer}}\n',
    },
    'x',
    WRONG,
  ],
  [
    'a dynamic reference that a schema in another file makes concrete',
    {
      'openapi.yaml': answering('{$ref: ints.yaml}'),
      'ints.yaml': '$ref: list.yaml\n$defs: {I: {$dynamicAnchor: item, type: integer}}\n',
      'list.yaml':
        "type: array\nitems: {$dynamicRef: '#item'}\n$defs: {I: {$dynamicAnchor: item}}\n",
    },
    ['x'],
    WRONG,
  ],
  [
    'an $id that is the address of another file',
    {
      'openapi.yaml': answering("{$ref: 'defs.yaml#/$defs/Thing'}"),
      'defs.yaml':
        "$defs: {Thing: {$id: 'https://x.test/thing', type: object, properties: {n: {$ref: number}}}, N: {$id: 'https://x.test/number', type: integer}}\n",
    },
    { n: 'x' },
    WRONG,
  ],
  [
    'a component of another document of an API',
    {
      'openapi.yaml': answering("{$ref: '../other/openapi.yaml#/components/schemas/N'}").replace(
        '../other',
        'other',
      ),
      'other/openapi.yaml':
        "openapi: 3.1.0\ninfo: {title: o, version: '1'}\ncomponents: {schemas: {N: {$ref: '#/components/schemas/M'}, M: {type: integer}}}\n",
    },
    'x',
    WRONG,
  ],
  [
    'names that are encoded in the reference',
    {
      'openapi.yaml': answering("{$ref: 'a%20b.yaml#/x~1y'}"),
      'a b.yaml': 'x/y: {type: integer}\n',
    },
    'x',
    WRONG,
  ],
  [
    'anchors of YAML in another file',
    {
      'openapi.yaml': answering("{$ref: 'defs.yaml#/B'}"),
      'defs.yaml':
        'A: &a {type: object, properties: {n: {type: integer}}}\nB:\n  <<: *a\n  required: [n]\n',
    },
    { n: 'x' },
    WRONG,
  ],
  [
    'a whole path item, whose own references start where it is',
    {
      'openapi.yaml':
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/things: {$ref: 'paths/things.yaml'}}\n",
      'paths/things.yaml': "get: {responses: {'200': {$ref: '../responses.yaml#/Ok'}}}\n",
      'responses.yaml':
        'Ok: {description: ok, content: {application/json: {schema: {type: integer}}}}\n',
    },
    'x',
    WRONG,
  ],
  [
    'a file that is not there',
    { 'openapi.yaml': answering('{$ref: nowhere.yaml}') },
    'x',
    ['document.reference.unresolved'],
  ],
  [
    'a file that is neither JSON nor YAML',
    { 'openapi.yaml': answering('{$ref: broken.yaml}'), 'broken.yaml': '{a: [' },
    'x',
    ['document.reference.unresolved'],
  ],
  [
    'an address in the network, which nobody asks',
    { 'openapi.yaml': answering("{$ref: 'https://x.test/schema.json'}") },
    'x',
    ['document.reference.unresolved'],
  ],
  [
    'a neighbour of a document that calls itself by another address',
    {
      'openapi.yaml': answering(
        '{$ref: defs.yaml}',
        "3.2.0\n$self: 'https://x.test/api/openapi.yaml'",
      ),
      'defs.yaml': 'type: integer\n',
    },
    'x',
    WRONG,
  ],
];

describe('references across files', () => {
  it.each(CASES)('%s', (_name, files, content, errors) => {
    expect(errorsOf(files, content)).toEqual(errors);
  });

  it('are followed for parameters, headers and security too', () => {
    const files = {
      'openapi.yaml': `openapi: 3.1.0
info: {title: t, version: '1'}
security: [{key: []}]
paths: {/things: {get: {parameters: [{$ref: 'params.yaml#/page'}], responses: {200: {description: ok}}}}}
components: {securitySchemes: {key: {$ref: 'security.yaml#/key'}}}
`,
      'params.yaml': 'page: {name: page, in: query, schema: {$ref: schemas.yaml#/positive}}\n',
      'schemas.yaml': 'positive: {type: integer, minimum: 1}\n',
      'security.yaml': 'key: {type: apiKey, in: header, name: X-Key}\n',
    };
    const asked = (page: string, key?: string) =>
      errorsOf(files, undefined, {
        query: { page: [page] },
        ...(key && { headers: { 'X-Key': key } }),
      });
    expect(asked('1', 'k')).toEqual([]);
    expect(asked('0', 'k')).toEqual(['request.query.incompatible']);
    expect(asked('1')).toEqual(['request.authorization.missing']);
  });
});
