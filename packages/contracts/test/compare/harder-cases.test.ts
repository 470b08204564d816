import { describe } from 'vitest';
import {
  ABSENT,
  answer,
  answering,
  BODY,
  check,
  type Exchange,
  type Expected,
  json,
  ok,
  SENT,
  send,
  taking,
} from './exchange-cases.ts';

const param = (text: string, openapi = '3.0.3') =>
  `openapi: ${openapi}\npaths: {/things: {get: {parameters: [${text}], ${ok}}}}`;
const query = (of: unknown): Exchange => ({ request: { query: of } });
const BAD: Expected = { errors: ['request.query.incompatible'] };
const UNKNOWN_MEMBER = BODY;

describe('styles of parameters', () => {
  const ids = (more: string) =>
    `{name: ids, in: query, ${more}, schema: {type: array, items: {type: integer}}}`;
  const point = (more: string) =>
    `{name: at, in: query, ${more}, schema: {type: object, required: [x], additionalProperties: false, properties: {x: {type: integer}, y: {type: integer}}}}`;
  check([
    ['spaces, encoded', param(ids('style: spaceDelimited, explode: false')), query('ids=1%202')],
    ['spaces, wrong', param(ids('style: spaceDelimited, explode: false')), query('ids=1%20b'), BAD],
    [
      'pipes of an object',
      param(point('style: pipeDelimited, explode: false')),
      query('at=x%7C1%7Cy%7C2'),
    ],
    ['commas of an object', param(point('style: form, explode: false')), query('at=x,1,y,2')],
    [
      'commas of an object, wrong',
      param(point('style: form, explode: false')),
      query('at=x,1,y,b'),
      BAD,
    ],
    [
      'members of an object as names of their own',
      param(point('style: form, explode: true')),
      query('x=1&y=2'),
    ],
    [
      'members of an object as names of their own, wrong',
      param(point('style: form, explode: true')),
      query('x=1&y=b'),
      BAD,
    ],
    [
      'a deep object without a required member',
      param(point('style: deepObject, explode: true')),
      query('at[y]=2'),
      BAD,
    ],
    [
      'two deep objects side by side',
      param(
        `${point('style: deepObject')}, {name: to, in: query, style: deepObject, schema: {type: object, properties: {x: {type: integer}}}}`,
      ),
      query('at[x]=1&to[x]=2'),
    ],
    [
      'content with a list',
      param(
        '{name: q, in: query, content: {application/json: {schema: {type: array, items: {type: integer}}}}}',
      ),
      query({ q: ['[1,2]'] }),
    ],
    [
      'content with a list, wrong',
      param(
        '{name: q, in: query, content: {application/json: {schema: {type: array, items: {type: integer}}}}}',
      ),
      query({ q: ['["a"]'] }),
      BAD,
    ],
    [
      'several cookies in one field',
      param(
        '{name: sid, in: cookie, required: true, schema: {type: integer}}, {name: theme, in: cookie, schema: {enum: [dark, light]}}',
      ),
      { request: { headers: { Cookie: 'theme=dark; sid=7' } } },
    ],
    [
      'several cookies in one field, one wrong',
      param(
        '{name: sid, in: cookie, required: true, schema: {type: integer}}, {name: theme, in: cookie, schema: {enum: [dark, light]}}',
      ),
      { request: { headers: { Cookie: 'theme=blue; sid=7' } } },
      { errors: ['request.cookie.incompatible'] },
    ],
    [
      'a cookie in the style of 3.2',
      param(
        '{name: sid, in: cookie, style: cookie, required: true, schema: {type: integer}}',
        '3.2.0',
      ),
      { request: { headers: { Cookie: 'sid=7' } } },
    ],
    [
      'a list of a length that is fixed, in the query',
      param(
        '{name: q, in: query, schema: {type: array, minItems: 2, maxItems: 2, items: {type: number}}}',
      ),
      query({ q: ['1.5', '2'] }),
    ],
    [
      'an exact number stays exact',
      param('{name: q, in: query, schema: {type: integer, maximum: 9007199254740991}}'),
      query({ q: ['9007199254740993'] }),
      BAD,
    ],
    [
      'a number in hexadecimal is none',
      param('{name: q, in: query, schema: {type: integer}}'),
      query({ q: ['0x10'] }),
      BAD,
    ],
    [
      'a number with spaces is none',
      param('{name: q, in: query, schema: {type: number}}'),
      query({ q: [' 1'] }),
      BAD,
    ],
    [
      'an empty number is none',
      param('{name: q, in: query, schema: {type: number}}'),
      query({ q: [''] }),
      BAD,
    ],
    [
      'a whole query string of 3.2, right',
      param(
        '{name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: integer}, b: {type: array, items: {type: string}}}}}}}',
        '3.2.0',
      ),
      query('a=1&b=x&b=y'),
    ],
    [
      'a whole query string of 3.2 as JSON',
      param(
        '{name: q, in: querystring, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}',
        '3.2.0',
      ),
      query('%7B%22a%22%3A1%7D'),
    ],
  ]);
});

describe('paths', () => {
  const at = (path: string): Exchange => ({ request: { path } });
  const text = (name: string, type = 'string') =>
    `{name: ${name}, in: path, required: true, schema: {type: ${type}}}`;
  check([
    [
      'a placeholder with a suffix',
      `paths: {'/files/{id}.json': {get: {parameters: [${text('id', 'integer')}], ${ok}}}}`,
      at('/files/7.json'),
    ],
    [
      'a placeholder with a suffix, another suffix',
      `paths: {'/files/{id}.json': {get: {parameters: [${text('id')}], ${ok}}}}`,
      at('/files/7.xml'),
      { errors: ['request.path-or-method.unknown'] },
    ],
    [
      'three placeholders in a segment',
      `paths: {'/v/{a}.{b}.{c}': {get: {parameters: [${text('a', 'integer')}, ${text('b', 'integer')}, ${text('c', 'integer')}], ${ok}}}}`,
      at('/v/1.22.333'),
    ],
    [
      'a custom verb after a placeholder',
      `paths: {'/jobs/{id}:cancel': {get: {parameters: [${text('id')}], ${ok}}}, '/jobs/{id}': {get: {parameters: [${text('id')}], responses: {201: {description: ok}}}}}`,
      at('/jobs/7:cancel'),
    ],
    [
      'an encoded slash is part of a segment',
      `paths: {'/files/{name}': {get: {parameters: [${text('name')}], ${ok}}}}`,
      at('/files/a%2Fb'),
    ],
    [
      'an empty segment is no value',
      `paths: {'/files/{name}/x': {get: {parameters: [${text('name')}], ${ok}}}}`,
      at('/files//x'),
      { errors: ['request.path-or-method.unknown'] },
    ],
    [
      'the more concrete of two templates',
      `paths: {'/a/{x}/{y}': {get: {parameters: [${text('x')}, ${text('y')}], responses: {201: {description: ok}}}}, '/a/{x}/b': {get: {parameters: [${text('x')}], ${ok}}}}`,
      at('/a/1/b'),
    ],
    [
      'QUERY of 3.2 with a body',
      `openapi: 3.2.0\npaths: {/things: {query: {requestBody: {required: true, content: {application/json: {schema: {type: object, required: [q], properties: {q: {type: string}}}}}}, ${ok}}}}`,
      {
        request: {
          method: 'QUERY',
          headers: { 'Content-Type': 'application/json' },
          body: json({ q: 1 }),
        },
      },
      SENT,
    ],
    [
      'a server relative to nothing',
      `servers: [{url: 'https://{region}.x.test/v2', variables: {region: {default: eu}}}]\npaths: {/things: {get: {${ok}}}}`,
      at('/v2/things'),
    ],
  ]);
});

describe('security over several levels', () => {
  const schemes = `components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, sid: {type: apiKey, in: cookie, name: sid}, bearer: {type: http, scheme: Bearer}, oidc: {type: openIdConnect, openIdConnectUrl: 'https://x.test'}, digest: {type: http, scheme: digest}}}\n`;
  const secured = (needs: string) =>
    `${schemes}paths: {/things: {get: {security: ${needs}, ${ok}}}}`;
  const headers = (of: object): Exchange => ({ request: { headers: of } });
  const MISSING: Expected = { errors: ['request.authorization.missing'] };
  check([
    [
      'an OR of two ANDs, the second',
      secured('[{key: [], sid: []}, {bearer: [], sid: []}]'),
      headers({ authorization: 'bearer x', cookie: 'sid=1' }),
    ],
    [
      'an OR of two ANDs, half of each',
      secured('[{key: [], digest: []}, {bearer: [], digest: []}]'),
      headers({ 'X-Key': '1', authorization: 'Bearer x' }),
      MISSING,
    ],
    [
      'OpenID Connect beside a key: the key is what can be seen',
      secured('[{oidc: [], key: []}]'),
      {},
      MISSING,
    ],
    [
      'a scheme that has no case',
      secured('[{digest: []}]'),
      headers({ Authorization: 'DIGEST username=x' }),
    ],
    ['a scheme that nobody declares', secured('[{nobody: []}]'), {}],
  ]);
});

describe('media types at their edges', () => {
  const taking_ = (types: string) =>
    `paths: {/things: {post: {requestBody: {required: true, content: {${types}}}, ${ok}}}}`;
  const post = (contentType: string, content: unknown = { a: 1 }): Exchange => ({
    request: {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body: json(content, contentType),
    },
  });
  const answered = (types: string) =>
    `paths: {/things: {get: {responses: {200: {description: ok, content: {${types}}}}}}}`;
  const answers = (contentType: string, content: unknown): Exchange => ({
    response: { headers: { 'Content-Type': contentType }, body: json(content, contentType) },
  });
  const A = 'schema: {type: object, required: [a], properties: {a: {type: integer}}}';
  check([
    [
      'case does not matter',
      taking_(`application/json: {${A}}`),
      post('Application/JSON; Charset=UTF-8'),
    ],
    ['any text', taking_('text/*: {}'), post('text/csv', 'a;b')],
    ['anything', taking_(`'*/*': {${A}}`), post('application/json', { a: 'x' }), SENT],
    [
      'a suffix in the document, plain JSON in the pact',
      taking_(`application/hal+json: {${A}}`),
      post('application/json'),
      { errors: ['request.content-type.incompatible'] },
    ],
    [
      'a body with two types: that of the field counts',
      answered(
        `application/json: {${A}}, application/problem+json: {schema: {type: object, required: [title], properties: {title: {type: string}}}}`,
      ),
      answers('application/problem+json', { title: 'x' }),
    ],
    [
      'the range that is closer',
      answered(`'*/*': {schema: {type: string}}, application/*: {${A}}`),
      answers('application/vnd.x+json', { a: 'x' }),
      BODY,
    ],
    [
      'a list of JSON lines of 3.2',
      `openapi: 3.2.0\n${answered('application/jsonl: {itemSchema: {type: object, required: [a], properties: {a: {type: integer}}}}')}`,
      {
        response: {
          headers: { 'Content-Type': 'application/jsonl' },
          body: { content: '{"a":1}\n{"a":2}\n', contentType: 'application/jsonl', encoded: false },
        },
      },
    ],
    [
      'a list of JSON lines of 3.2, one wrong',
      `openapi: 3.2.0\n${answered('application/jsonl: {itemSchema: {type: object, required: [a], properties: {a: {type: integer}}}}')}`,
      {
        response: {
          headers: { 'Content-Type': 'application/jsonl' },
          body: {
            content: '{"a":1}\n{"a":"x"}\n',
            contentType: 'application/jsonl',
            encoded: false,
          },
        },
      },
      BODY,
    ],
  ]);
});

describe('sequences of 3.2', () => {
  const stream = `openapi: 3.2.0
paths: {/things: {get: {responses: {200: {description: ok, content: {text/event-stream: {itemSchema: {type: object, required: [data], properties: {event: {enum: [moved, gone]}, data: {type: string}, retry: {type: integer}}}}}}}}}}`;
  const events = (content: string): Exchange => ({
    response: {
      headers: { 'Content-Type': 'text/event-stream' },
      body: { content, contentType: 'text/event-stream', encoded: false },
    },
  });
  check([
    ['events', stream, events('event: moved\ndata: {"a":1}\ndata: more\n\nevent: gone\ndata:\n\n')],
    [
      'events, one of a kind that is not there',
      stream,
      events('event: moved\ndata: 1\n\nevent: lost\ndata: 2\n\n'),
      BODY,
    ],
  ]);
});

describe('composition at its edges', () => {
  check([
    [
      'discriminator with anyOf',
      answering(
        "{anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: t}}",
        '{A: {type: object, required: [t], properties: {t: {type: string}, a: {type: integer}}}, B: {type: object, required: [t], properties: {t: {type: string}, b: {type: integer}}}}',
      ),
      answer({ t: 'A', b: 1 }),
      BODY,
    ],
    [
      'discriminator of 3.2 with a default',
      answering(
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: t, defaultMapping: B}}",
        '{A: {type: object, properties: {t: {const: A}, a: {type: integer}}}, B: {type: object, properties: {t: {type: string}, b: {type: integer}}}}',
        '3.2.0',
      ),
      answer({ t: 'whatever', b: 1 }),
      ABSENT,
    ],
    [
      'discriminator of 3.2 with a default, wrong',
      answering(
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: t, defaultMapping: B}}",
        '{A: {type: object, properties: {t: {const: A}, a: {type: integer}}}, B: {type: object, properties: {t: {type: string}, b: {type: integer}}}}',
        '3.2.0',
      ),
      answer({ t: 'whatever', a: 1 }),
      BODY,
    ],
    [
      'a member of a nested allOf under a map',
      answering(
        '{type: object, additionalProperties: {allOf: [{properties: {a: {type: integer}}}, {properties: {b: {type: integer}}}]}}',
      ),
      answer({ k: { a: 1, b: 2 } }),
      ABSENT,
    ],
    [
      'a member that nobody has under a map',
      answering(
        '{type: object, additionalProperties: {allOf: [{properties: {a: {type: integer}}}, {properties: {b: {type: integer}}}]}}',
      ),
      answer({ k: { a: 1, c: 2 } }),
      UNKNOWN_MEMBER,
    ],
    [
      'writeOnly inside an array of an answer',
      answering(
        '{type: array, items: {type: object, properties: {a: {type: integer}, secret: {type: string, writeOnly: true}}}}',
      ),
      answer([{ a: 1, secret: 'x' }]),
      BODY,
    ],
    [
      'writeOnly behind allOf and a reference',
      answering(
        "{allOf: [{$ref: '#/components/schemas/A'}]}",
        "{A: {type: object, properties: {p: {allOf: [{$ref: '#/components/schemas/P'}]}}}, P: {type: string, writeOnly: true}}",
      ),
      answer({ p: 'x' }),
      BODY,
    ],
    [
      'readOnly sent: nothing is wrong',
      taking(
        '{type: object, required: [id, a], properties: {id: {type: integer, readOnly: true}, a: {type: integer}}}',
      ),
      send({ id: 1, a: 1 }),
    ],
    [
      'const of 3.1',
      answering('{type: object, required: [a], properties: {a: {const: 7}}}', '{}', '3.1.0'),
      answer({ a: 8 }),
      BODY,
    ],
    [
      'contains',
      taking('{type: array, contains: {type: integer}}', '{}', '3.1.0'),
      send(['x']),
      SENT,
    ],
    [
      'minContains of 0',
      taking('{type: array, contains: {type: integer}, minContains: 0}', '{}', '3.1.0'),
      send(['x']),
    ],
    [
      'unevaluatedItems',
      taking('{prefixItems: [{type: integer}], unevaluatedItems: false}', '{}', '3.1.0'),
      send([1, 2]),
      SENT,
    ],
    ['multipleOf of a decimal', taking('{type: number, multipleOf: 0.01}'), send(0.07)],
    [
      'a length counts characters, not halves of them',
      taking('{type: string, maxLength: 1}'),
      send('😀'),
    ],
    [
      'a pattern with a class of Unicode',
      taking("{type: string, pattern: '^\\p{L}+$'}"),
      send('Größe'),
    ],
    [
      'a large integer keeps its digits',
      taking('{type: integer, maximum: 9007199254740992}'),
      send(9007199254740991),
    ],
    ['1.0 is an integer', taking('{type: integer}'), send(1.0)],
    [
      'type with null in an enum of 3.1',
      answering('{type: [string, "null"], enum: [a, null]}', '{}', '3.1.0'),
      answer(null),
    ],
    [
      'two objects that are equal but for the order are not unique',
      taking('{type: array, uniqueItems: true}'),
      send([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
      SENT,
    ],
    [
      'a member named like one of all objects',
      answering('{type: object, properties: {a: {type: integer}}}'),
      answer({ constructor: 1 }),
      BODY,
    ],
    [
      'a member named __proto__ that is declared',
      answering('{type: object, properties: {a: {type: integer}}}'),
      answer(JSON.parse('{"__proto__": 1}')),
      BODY,
    ],
    [
      'properties beside an if that does not hold',
      answering(
        '{type: object, properties: {kind: {type: string}}, if: {properties: {kind: {const: a}}, required: [kind]}, then: {properties: {x: {type: integer}}}, else: {properties: {y: {type: integer}}}}',
        '{}',
        '3.1.0',
      ),
      answer({ kind: 'b', x: 1 }),
      BODY,
    ],
    [
      'not, of a type',
      answering('{type: object, properties: {a: {not: {type: string}}}}', '{}', '3.1.0'),
      answer({ a: 'x' }),
      BODY,
    ],
    [
      'nullable beside a reference of 3.0 is meant, although it does not count there',
      answering(
        "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A', nullable: true}}}",
        '{A: {type: string}}',
      ),
      answer({ a: null }),
    ],
    [
      'allOf that cannot be',
      answering('{allOf: [{type: string}, {type: integer}]}'),
      answer('x'),
      BODY,
    ],
    [
      'a matched member that may be absent behind allOf',
      answering('{allOf: [{type: object, properties: {a: {type: integer}}}]}'),
      answer({ a: 1 }, { body: { '$.a': { combine: 'AND', matchers: [{ match: 'integer' }] } } }),
      ABSENT,
    ],
  ]);
});

describe('references at their edges', () => {
  check([
    [
      'an encoded pointer',
      `paths: {'/things': {get: {responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/paths/~1things~1%7Bid%7D/get/responses/200/content/application~1json/schema'}}}}}}}, '/things/{id}': {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {200: {description: ok, content: {application/json: {schema: {type: integer}}}}}}}}`,
      answer('x'),
      BODY,
    ],
    [
      'a reference to the whole document',
      answering(
        "{type: object, properties: {self: {$ref: '#/components/schemas/A'}}}",
        "{A: {type: object, properties: {self: {$ref: '#/components/schemas/A'}, n: {type: integer}}}}",
      ),
      answer({ self: { self: { n: 'x' } } }),
      BODY,
    ],
    [
      '$defs in a schema of 3.1',
      answering(
        "{$ref: '#/components/schemas/A'}",
        "{A: {$defs: {N: {type: integer}}, type: object, properties: {n: {$ref: '#/components/schemas/A/$defs/N'}}}}",
        '3.1.0',
      ),
      answer({ n: 'x' }),
      BODY,
    ],
    [
      '$dynamicRef without a dynamic anchor around is a plain one',
      answering(
        "{$ref: '#/components/schemas/A'}",
        "{A: {$id: https://x.test/a, type: array, items: {$dynamicRef: '#item'}, $defs: {I: {$anchor: item, type: integer}}}}",
        '3.1.0',
      ),
      answer(['x']),
      BODY,
    ],
    [
      'a list of generics, made concrete by a dynamic anchor',
      answering(
        "{$ref: '#/components/schemas/Ints'}",
        "{List: {$id: https://x.test/list, type: array, items: {$dynamicRef: '#item'}, $defs: {I: {$dynamicAnchor: item}}}, Ints: {$id: https://x.test/ints, $ref: list, $defs: {I: {$dynamicAnchor: item, type: integer}}}}",
        '3.1.0',
      ),
      answer(['x']),
      BODY,
    ],
    [
      '$self of 3.2 as the base of references',
      `openapi: 3.2.0\n$self: https://x.test/api/openapi.yaml\npaths: {/things: {get: {responses: {200: {description: ok, content: {application/json: {schema: {$ref: 'openapi.yaml#/components/schemas/N'}}}}}}}}\ncomponents: {schemas: {N: {type: integer}}}`,
      answer('x'),
      BODY,
    ],
    [
      'a parameter behind two references',
      `paths: {/things: {get: {parameters: [{$ref: '#/components/parameters/A'}], ${ok}}}}\ncomponents: {parameters: {A: {$ref: '#/components/parameters/B'}, B: {name: q, in: query, schema: {type: integer}}}}`,
      query({ q: ['x'] }),
      BAD,
    ],
    [
      'a cycle of references that is no schema',
      answering(
        "{$ref: '#/components/schemas/A'}",
        "{A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}",
      ),
      answer(1),
      { errors: ['document.reference.unresolved'] },
    ],
    [
      'a header behind a reference with a schema behind one',
      `paths: {/things: {get: {responses: {200: {description: ok, headers: {X-N: {$ref: '#/components/headers/N'}}}}}}}\ncomponents: {headers: {N: {schema: {$ref: '#/components/schemas/N'}}}, schemas: {N: {type: integer}}}`,
      { response: { headers: { 'X-N': 'x' } } },
      { errors: ['response.header.incompatible'] },
    ],
  ]);
});
