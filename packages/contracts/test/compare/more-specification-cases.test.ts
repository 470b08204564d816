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
  NO_ROUTE,
  ok,
  rule,
  SENT,
  send,
  taking,
} from './exchange-cases.ts';

// A second round from the same texts, decided before anything ran. Two expectations of both rounds were wrong
// themselves and put right: may-be-absent in an open `if`, and `notEmpty` against a text without a least length.

const BAD: Expected = { errors: ['request.query.incompatible'] };
const at = (path: string): Exchange => ({ request: { path } });
const query = (of: unknown): Exchange => ({ request: { query: of } });
const param = (text: string, openapi = '3.0.3', path = '/things') =>
  `openapi: ${openapi}\npaths: {'${path}': {get: {parameters: [${text}], ${ok}}}}`;

describe('parameters', () => {
  check([
    [
      'deepObject with a list by indices is no list of the schema',
      param(
        '{name: f, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: object, properties: {b: {type: integer}}}}}}',
      ),
      query('f[a][b]=x'),
      BAD,
    ],
    [
      'a nullable integer in the query',
      param('{name: q, in: query, schema: {type: integer, nullable: true}}'),
      query('q=1'),
    ],
    [
      'an enum of numbers in the query',
      param('{name: q, in: query, schema: {type: integer, enum: [1, 2]}}'),
      query('q=3'),
      BAD,
    ],
    [
      'an enum of numbers in the query, one of them',
      param('{name: q, in: query, schema: {type: integer, enum: [1, 2]}}'),
      query('q=2'),
    ],
    [
      'an enum without a type in the query',
      param('{name: q, in: query, schema: {enum: [1, 2]}}'),
      query('q=2'),
    ],
    [
      'a const of 3.1 in the query',
      param('{name: q, in: query, schema: {const: true}}', '3.1.0'),
      query('q=true'),
    ],
    [
      'a text that looks like a number',
      param("{name: q, in: query, schema: {type: string, pattern: '^0'}}"),
      query('q=007'),
    ],
    [
      'a list of texts that look like numbers',
      param('{name: q, in: query, schema: {type: array, items: {type: string}}}'),
      query('q=1&q=2'),
    ],
    [
      'a list with a minimum, repeated too few times',
      param(
        '{name: q, in: query, required: true, schema: {type: array, minItems: 2, items: {type: integer}}}',
      ),
      query('q=1'),
      BAD,
    ],
    [
      'unique elements in the query',
      param(
        '{name: q, in: query, schema: {type: array, uniqueItems: true, items: {type: string}}}',
      ),
      query('q=a&q=a'),
      BAD,
    ],
    [
      'an empty name of a map does not take a declared one',
      param(
        '{name: page, in: query, required: true, schema: {type: integer}}, {name: filter, in: query, schema: {type: object, additionalProperties: {type: string}}}',
      ),
      query('page=1&color=red'),
    ],
    [
      'a date with its time in the path',
      param(
        '{name: d, in: path, required: true, schema: {type: string, format: date-time}}',
        '3.0.3',
        '/a/{d}',
      ),
      at('/a/2020-01-02T03:04:05Z'),
    ],
    [
      'a uuid in the path, wrong',
      param(
        '{name: d, in: path, required: true, schema: {type: string, format: uuid}}',
        '3.0.3',
        '/a/{d}',
      ),
      at('/a/7'),
      NO_ROUTE,
    ],
    [
      'a list in the path',
      param(
        '{name: d, in: path, required: true, schema: {type: array, items: {type: integer}}}',
        '3.0.3',
        '/a/{d}',
      ),
      at('/a/1,2,x'),
      NO_ROUTE,
    ],
    [
      'minLength of an array of texts in a header',
      param('{name: X-L, in: header, schema: {type: array, items: {type: string, minLength: 2}}}'),
      { request: { headers: { 'X-L': 'ab,c' } } },
      { errors: ['request.header.incompatible'] },
    ],
    [
      'a header as several values of the pact',
      param('{name: X-L, in: header, schema: {type: array, minItems: 2, items: {type: integer}}}'),
      { request: { headers: { 'X-L': ['1', '2'] } } },
    ],
    [
      'a boolean header',
      param('{name: X-B, in: header, schema: {type: boolean}}'),
      { request: { headers: { 'X-B': 'yes' } } },
      { errors: ['request.header.incompatible'] },
    ],
    [
      'content of a parameter that is text',
      param('{name: q, in: query, content: {text/plain: {schema: {type: string}}}}'),
      query('q=x'),
    ],
    [
      'a parameter of the path item, missing',
      `paths: {/things: {parameters: [{name: q, in: query, required: true, schema: {type: integer}}], get: {${ok}}}}`,
      {},
      BAD,
    ],
    [
      'the same name in query and header are two',
      `paths: {/things: {parameters: [{name: q, in: header, required: true, schema: {type: integer}}], get: {parameters: [{name: q, in: query, schema: {type: string}}], ${ok}}}}`,
      query('q=x'),
      { errors: ['request.header.incompatible'] },
    ],
    [
      'collectionFormat csv of Swagger 2 is the default',
      `openapi: null\nswagger: '2.0'\npaths: {/things: {get: {parameters: [{name: q, in: query, type: array, maxItems: 2, items: {type: integer}}], ${ok}}}}`,
      query('q=1,2,3'),
      BAD,
    ],
    [
      'collectionFormat multi of Swagger 2',
      `openapi: null\nswagger: '2.0'\npaths: {/things: {get: {parameters: [{name: q, in: query, type: array, collectionFormat: multi, items: {type: integer}}], ${ok}}}}`,
      query('q=1&q=2'),
    ],
    [
      'collectionFormat ssv of Swagger 2, wrong',
      `openapi: null\nswagger: '2.0'\npaths: {/things: {get: {parameters: [{name: q, in: query, type: array, collectionFormat: ssv, items: {type: integer}}], ${ok}}}}`,
      query('q=1%20x'),
      BAD,
    ],
    [
      'a path parameter of Swagger 2',
      `openapi: null\nswagger: '2.0'\npaths: {'/a/{id}': {get: {parameters: [{name: id, in: path, required: true, type: integer, maximum: 9}], ${ok}}}}`,
      at('/a/10'),
      NO_ROUTE,
    ],
  ]);
});

describe('bodies', () => {
  const v31 = (schema: string, schemas = '{}') => answering(schema, schemas, '3.1.0');
  const nullable = (schema: string) =>
    answering(
      `{type: object, required: [a], properties: {a: ${schema}}}`,
      '{A: {type: object, properties: {x: {type: integer}}}, E: {type: string, enum: [x]}}',
    );
  const Tree =
    '{Tree: {type: object, required: [v], properties: {v: {type: integer}, kids: {type: array, items: {$ref: "#/components/schemas/Tree"}}}}}';
  check([
    [
      'nullable around allOf, null',
      nullable("{nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}"),
      answer({ a: null }),
    ],
    [
      'nullable around allOf, wrong inside',
      nullable("{nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}"),
      answer({ a: { x: 'y' } }),
      BODY,
    ],
    [
      'nullable around an enum elsewhere',
      nullable("{nullable: true, allOf: [{$ref: '#/components/schemas/E'}]}"),
      answer({ a: null }),
    ],
    [
      'null as one of anyOf in 3.1',
      v31(
        "{type: object, required: [a], properties: {a: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}}}",
        '{A: {type: object, properties: {x: {type: integer}}}}',
      ),
      answer({ a: null }),
    ],
    [
      'an object as one of anyOf with null in 3.1, unknown member',
      v31(
        "{type: object, required: [a], properties: {a: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}}}",
        '{A: {type: object, properties: {x: {type: integer}}}}',
      ),
      answer({ a: { y: 1 } }),
      BODY,
    ],
    [
      'a tree, wrong far down',
      answering("{$ref: '#/components/schemas/Tree'}", Tree),
      answer({ v: 1, kids: [{ v: 2, kids: [{ v: 'x' }] }] }),
      BODY,
    ],
    [
      'a tree in a request lacks something far down',
      taking("{$ref: '#/components/schemas/Tree'}", Tree),
      send({ v: 1, kids: [{ v: 2, kids: [{}] }] }),
      SENT,
    ],
    [
      'readOnly in a nested object of a request',
      taking(
        '{type: object, properties: {o: {type: object, required: [id, n], properties: {id: {type: integer, readOnly: true}, n: {type: string}}}}}',
      ),
      send({ o: { n: 'x' } }),
    ],
    [
      'readOnly on the object itself',
      taking(
        "{type: object, required: [meta, n], properties: {meta: {$ref: '#/components/schemas/M'}, n: {type: string}}}",
        '{M: {type: object, readOnly: true, properties: {at: {type: string}}}}',
      ),
      send({ n: 'x' }),
    ],
    [
      'writeOnly that is required is not answered',
      answering(
        '{type: object, required: [pw, n], properties: {pw: {type: string, writeOnly: true}, n: {type: string}}}',
      ),
      answer({ n: 'x' }),
    ],
    [
      'allOf of two closed objects: the union is what is meant in an answer',
      answering(
        '{allOf: [{type: object, additionalProperties: false, required: [a], properties: {a: {type: integer}}}, {type: object, additionalProperties: false, required: [b], properties: {b: {type: integer}}}]}',
      ),
      answer({ a: 1, b: 2 }),
    ],
    [
      'an answer of an allOf with a oneOf of requirements',
      answering(
        '{type: object, required: [a], properties: {a: {type: integer}, b: {type: integer}}, oneOf: [{required: [b]}, {not: {required: [b]}}]}',
      ),
      answer({ a: 1 }),
    ],
    [
      'discriminator in an array of an answer, wrong type of a member',
      answering(
        "{type: array, items: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: k, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}}",
        '{Cat: {type: object, required: [k, n], properties: {k: {type: string}, n: {type: integer}}}, Dog: {type: object, required: [k, n], properties: {k: {type: string}, n: {type: string}}}}',
      ),
      answer([
        { k: 'cat', n: 1 },
        { k: 'dog', n: 2 },
      ]),
      BODY,
    ],
    [
      'discriminator: two alternatives fit, the name decides in a request',
      taking(
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: t}}",
        '{A: {type: object, required: [t], properties: {t: {type: string}}}, B: {type: object, required: [t], properties: {t: {type: string}}}}',
      ),
      send({ t: 'A' }),
    ],
    [
      'additionalProperties as a reference',
      answering(
        "{type: object, additionalProperties: {$ref: '#/components/schemas/N'}}",
        '{N: {type: object, required: [n], properties: {n: {type: integer}}}}',
      ),
      answer({ x: { n: 'y' } }),
      BODY,
    ],
    [
      'a map of lists',
      answering('{type: object, additionalProperties: {type: array, items: {type: integer}}}'),
      answer({ x: [1, 'y'] }),
      BODY,
    ],
    [
      'properties and a map beside each other',
      answering(
        '{type: object, required: [id], properties: {id: {type: integer}}, additionalProperties: {type: string}}',
      ),
      answer({ id: 1, other: 2 }),
      BODY,
    ],
    [
      'properties and a map beside each other, right',
      answering(
        '{type: object, required: [id], properties: {id: {type: integer}}, additionalProperties: {type: string}}',
      ),
      answer({ id: 1, other: 'x' }),
      ABSENT,
    ],
    [
      'an empty object where nothing is required',
      answering('{type: object, properties: {a: {type: integer}}}'),
      answer({}),
    ],
    ['an empty list', answering('{type: array, items: {type: integer}}'), answer([])],
    [
      'an empty list where one is the least',
      answering('{type: array, minItems: 1, items: {type: integer}}'),
      answer([]),
      BODY,
    ],
    [
      'a list in place of an object',
      answering('{type: object, properties: {a: {type: integer}}}'),
      answer([{ a: 1 }]),
      BODY,
    ],
    [
      'an object in place of a list',
      answering('{type: array, items: {type: object, properties: {a: {type: integer}}}}'),
      answer({ a: 1 }),
      BODY,
    ],
    ['several types of 3.1', v31('{type: [integer, string]}'), answer(true), BODY],
    ['minimum counts only for numbers', v31('{type: [integer, string], minimum: 5}'), answer('a')],
    ['an expression is not anchored', answering("{type: string, pattern: 'b'}"), answer('abc')],
    ['an expression with a slash', answering("{type: string, pattern: '^/a/b$'}"), answer('/a/b')],
    [
      'an expression with a lookahead',
      answering("{type: string, pattern: '^(?=.*[0-9]).{3,}$'}"),
      answer('abc'),
      BODY,
    ],
    ['int64 beyond', answering('{type: integer, format: int64}'), answer(1e19), BODY],
    ['double is any number', answering('{type: number, format: double}'), answer(1e300)],
    ['an e-mail that is none', answering('{type: string, format: email}'), answer('x@'), BODY],
    [
      'an address of the internet',
      answering('{type: string, format: uri}'),
      answer('not an address'),
      BODY,
    ],
    [
      'a reference of an address is not an address',
      answering('{type: string, format: uri}'),
      answer('/a/b'),
      BODY,
    ],
    [
      'a reference of an address',
      answering('{type: string, format: uri-reference}'),
      answer('/a/b'),
    ],
    ['format of a type it does not fit', answering('{type: integer, format: date}'), answer(5)],
    [
      'allOf with a single reference and a description',
      answering(
        "{allOf: [{$ref: '#/components/schemas/A'}], description: x}",
        '{A: {type: object, required: [a], properties: {a: {type: integer}}}}',
      ),
      answer({ a: 1 }),
    ],
    [
      'anyOf: a member of each',
      answering(
        '{anyOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {b: {type: integer}}}]}',
      ),
      answer({ a: 1, b: 1 }),
      ABSENT,
    ],
    [
      'an answer without a type that has members',
      answering('{properties: {a: {type: integer}}}'),
      answer({ b: 1 }),
      BODY,
    ],
    [
      'a date-time with a zone of hours',
      answering('{type: string, format: date-time}'),
      answer('2023-02-03T10:00:00+02:00'),
    ],
    [
      'a time of a leap second',
      answering('{type: string, format: date-time}'),
      answer('2016-12-31T23:59:60Z'),
    ],
  ]);
});

describe('what the pact leaves out or has twice', () => {
  const both = (schema: string) =>
    `paths: {/things: {post: {requestBody: {required: true, content: {application/json: {schema: ${schema}}}}, responses: {201: {description: made, content: {application/json: {schema: ${schema}}}}, default: {description: no}}}}}`;
  const A = '{type: object, required: [a], properties: {a: {type: integer}}}';
  check([
    [
      'no Content-Type at all: JSON is meant',
      both(A),
      {
        request: { method: 'POST', body: { content: { a: 'x' }, encoded: false } },
        response: { status: 201 },
      },
      SENT,
    ],
    [
      'a body that is required, and null is sent',
      both(A),
      {
        request: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: json(null),
        },
        response: { status: 201 },
      },
      SENT,
    ],
    [
      'an answer without a body expects none',
      both(A),
      {
        request: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: json({ a: 1 }),
        },
        response: { status: 201 },
      },
    ],
    [
      'a wrong request that is to be refused',
      both(A),
      {
        request: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: json({ a: 'x' }),
        },
        response: { status: 400 },
      },
    ],
    [
      'a body of an error that default does not describe',
      both(A),
      {
        request: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: json({ a: 1 }),
        },
        response: {
          status: 500,
          headers: { 'Content-Type': 'application/json' },
          body: json({ e: 1 }),
        },
      },
      { errors: ['response.body.unknown'] },
    ],
    [
      'version 1 of Pact',
      both(A),
      {
        version: '1.0',
        request: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: { a: 'x' },
        },
        response: { status: 201 },
      },
      SENT,
    ],
    [
      'version 2 of Pact with rules of headers and query',
      `paths: {/things: {get: {parameters: [{name: n, in: query, schema: {type: integer}}], ${ok}}}}`,
      {
        version: '2.0',
        request: {
          query: 'n=1',
          matchingRules: { '$.query.n': { match: 'regex', regex: '\\w+' } },
        },
      },
      BAD,
    ],
    [
      'version 3 of Pact with rules of the query',
      `paths: {/things: {get: {parameters: [{name: n, in: query, schema: {type: integer}}], ${ok}}}}`,
      {
        version: '3.0.0',
        request: {
          query: { n: ['1'] },
          matchingRules: { query: { n: { matchers: [{ match: 'regex', regex: '\\d+' }] } } },
        },
      },
    ],
    [
      'rules of a header in version 3',
      `paths: {/things: {get: {parameters: [{name: X-N, in: header, schema: {type: integer}}], ${ok}}}}`,
      {
        version: '3.0.0',
        request: {
          headers: { 'X-N': '1' },
          matchingRules: {
            header: { 'X-N': { matchers: [{ match: 'regex', regex: '[a-z0-9]' }] } },
          },
        },
      },
      { errors: ['request.header.incompatible'] },
    ],
    [
      'rules of the path in version 3',
      param('{name: id, in: path, required: true, schema: {type: integer}}', '3.0.3', '/a/{id}'),
      {
        version: '3.0.0',
        request: {
          path: '/a/1',
          matchingRules: { path: { matchers: [{ match: 'regex', regex: '/a/[a-z0-9]' }] } },
        },
      },
      NO_ROUTE,
    ],
    [
      'a rule of any element',
      answering(
        '{type: array, items: {type: object, required: [id], properties: {id: {type: number}}}}',
      ),
      answer([{ id: 1 }], rule('$[*].id', { match: 'integer' })),
      BODY,
    ],
    [
      'a rule of any member',
      answering(
        '{type: object, additionalProperties: {type: object, required: [id], properties: {id: {type: number}}}}',
      ),
      answer({ k: { id: 1 } }, rule('$.*.id', { match: 'integer' })),
      { errors: ['response.body.incompatible'], open: ['response.body.may-be-absent'] },
    ],
    [
      'a rule of a member with brackets',
      answering('{type: object, required: [a b], properties: {a b: {type: number}}}'),
      answer({ 'a b': 1 }, rule("$['a b']", { match: 'integer' })),
      BODY,
    ],
    [
      'members of any name by eachKey',
      answering('{type: object, additionalProperties: {type: integer}}'),
      answer(
        { k: 1 },
        rule('$', { match: 'eachKey', rules: [{ match: 'regex', regex: '[a-z]' }] }),
      ),
    ],
  ]);
});
