import { describe } from 'vitest';
import {
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

// What is right was decided from the text of the specifications (most titles name the section) before anything ran.

const BAD: Expected = { errors: ['request.query.incompatible'] };
const COOKIE: Expected = { errors: ['request.cookie.incompatible'] };
const HEADER: Expected = { errors: ['response.header.incompatible'] };
const MISSING: Expected = { errors: ['request.authorization.missing'] };
const at = (path: string): Exchange => ({ request: { path } });
const query = (of: unknown): Exchange => ({ request: { query: of } });
const cookie = (text: string): Exchange => ({ request: { headers: { Cookie: text } } });
const param = (text: string, openapi = '3.0.3', path = '/things') =>
  `openapi: ${openapi}\npaths: {'${path}': {get: {parameters: [${text}], ${ok}}}}`;
const INTS = 'schema: {type: array, items: {type: integer}}';
const POINT =
  'schema: {type: object, required: [x], additionalProperties: false, properties: {x: {type: integer}, y: {type: integer}}}';

describe('parameters (OpenAPI, Style Values and Style Examples)', () => {
  check([
    [
      'matrix object, exploded',
      param(
        `{name: p, in: path, required: true, style: matrix, explode: true, ${POINT}}`,
        '3.0.3',
        '/a/{p}',
      ),
      at('/a/;x=1;y=2'),
    ],
    [
      'matrix object, exploded, wrong',
      param(
        `{name: p, in: path, required: true, style: matrix, explode: true, ${POINT}}`,
        '3.0.3',
        '/a/{p}',
      ),
      at('/a/;x=1;y=b'),
      NO_ROUTE,
    ],
    [
      'matrix object in one piece',
      param(`{name: p, in: path, required: true, style: matrix, ${POINT}}`, '3.0.3', '/a/{p}'),
      at('/a/;p=x,1,y,2'),
    ],
    [
      'label object, exploded',
      param(
        `{name: p, in: path, required: true, style: label, explode: true, ${POINT}}`,
        '3.0.3',
        '/a/{p}',
      ),
      at('/a/.x=1.y=2'),
    ],
    [
      'label object in one piece',
      param(`{name: p, in: path, required: true, style: label, ${POINT}}`, '3.0.3', '/a/{p}'),
      at('/a/.x,1,y,2'),
    ],
    [
      'simple object in one piece, wrong',
      param(`{name: p, in: path, required: true, ${POINT}}`, '3.0.3', '/a/{p}'),
      at('/a/x,1,y,b'),
      NO_ROUTE,
    ],
    [
      'an encoded comma belongs to the value, in the path (RFC 6570, 3.2.1)',
      param(
        '{name: p, in: path, required: true, schema: {type: array, maxItems: 2, items: {type: string}}}',
        '3.0.3',
        '/a/{p}',
      ),
      at('/a/b%2Cc,d'),
    ],
    [
      'an encoded comma belongs to the value, in the query (RFC 6570, 3.2.1)',
      param(
        '{name: q, in: query, explode: false, schema: {type: array, maxItems: 2, items: {type: string}}}',
      ),
      { ...query('q=b%2Cc,d'), version: '2.0' },
    ],
    [
      'pipes that are exploded are repeated names',
      param(`{name: q, in: query, style: pipeDelimited, explode: true, ${INTS}}`),
      query('q=1&q=2'),
    ],
    [
      'an exploded object without its required member',
      param(`{name: q, in: query, required: true, style: form, explode: true, ${POINT}}`),
      query('y=2'),
      BAD,
    ],
    [
      'names in a query have a case',
      param('{name: q, in: query, required: true, schema: {type: integer}}'),
      query('Q=1'),
      BAD,
    ],
    [
      'a list or one text',
      param(
        '{name: q, in: query, schema: {oneOf: [{type: string}, {type: array, items: {type: string}}]}}',
      ),
      query({ q: ['a', 'b'] }),
    ],
    ['a list of anything', param('{name: q, in: query, schema: {type: array}}'), query('q=1&q=b')],
    [
      'allowReserved: reserved characters as they are',
      param(
        "{name: q, in: query, allowReserved: true, schema: {type: string, pattern: '^a/b[?]c:d$'}}",
      ),
      query('q=a/b?c:d'),
    ],
    [
      'a cookie is percent-encoded in the style form',
      param('{name: c, in: cookie, schema: {enum: ["a b"]}}'),
      cookie('c=a%20b'),
    ],
    [
      'a cookie with JSON, wrong',
      param(
        '{name: c, in: cookie, content: {application/json: {schema: {type: object, properties: {a: {type: integer}}}}}}',
      ),
      cookie('c=%7B%22a%22%3A%22x%22%7D'),
      COOKIE,
    ],
    [
      'a list in the style cookie (3.2, Style Examples)',
      param(`{name: c, in: cookie, style: cookie, ${INTS}}`, '3.2.0'),
      cookie('c=1; c=2'),
    ],
    [
      'a list in the style cookie, wrong (3.2, Style Examples)',
      param(`{name: c, in: cookie, style: cookie, ${INTS}}`, '3.2.0'),
      cookie('c=1; c=b'),
      COOKIE,
    ],
    [
      'an object in the style cookie, wrong (3.2, Style Examples)',
      param(`{name: c, in: cookie, required: true, style: cookie, ${POINT}}`, '3.2.0'),
      cookie('x=1; y=b'),
      COOKIE,
    ],
    [
      'an object in the style cookie (3.2, Style Examples)',
      param(`{name: c, in: cookie, required: true, style: cookie, ${POINT}}`, '3.2.0'),
      cookie('x=1; y=2'),
    ],
    [
      'a header with JSON',
      param(
        '{name: X-F, in: header, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}',
      ),
      { request: { headers: { 'X-F': '{"a":"x"}' } } },
      { errors: ['request.header.incompatible'] },
    ],
    [
      'a header in the style simple, exploded, wrong',
      param(`{name: X-F, in: header, explode: true, ${POINT}}`),
      { request: { headers: { 'X-F': 'x=1,y=b' } } },
      { errors: ['request.header.incompatible'] },
    ],
    [
      'deepObject without its name is another parameter',
      param(`{name: q, in: query, required: true, style: deepObject, explode: true, ${POINT}}`),
      query('x=1'),
      BAD,
    ],
    [
      'a querystring parameter wants the whole query (3.2, Parameter Locations)',
      param(
        '{name: q, in: querystring, required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, additionalProperties: false, properties: {a: {type: integer}}}}}}',
        '3.2.0',
      ),
      query('a=1&b=2'),
      BAD,
    ],
    [
      'a querystring parameter that is missing (3.2, Parameter Locations)',
      param(
        '{name: q, in: querystring, required: true, content: {application/json: {schema: {type: object}}}}',
        '3.2.0',
      ),
      {},
      BAD,
    ],
  ]);
});

describe('forms (OpenAPI, Encoding Object; RFC 7578)', () => {
  const form = (schema: string, encoding = '', type = 'application/x-www-form-urlencoded') =>
    `paths: {/things: {post: {requestBody: {content: {${type}: {schema: ${schema}${encoding && `, encoding: ${encoding}`}}}}, ${ok}}}}`;
  const post = (content: unknown, contentType = 'application/x-www-form-urlencoded'): Exchange => ({
    request: {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body: json(content, contentType),
    },
  });
  const parts = (...of: readonly (readonly [head: string, text: string])[]) =>
    post(
      `${of.map(([head, text]) => `--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`).join('')}--B--\r\n`,
      'multipart/form-data; boundary=B',
    );
  const ids =
    '{type: object, properties: {ids: {type: array, maxItems: 2, items: {type: integer}}}}';
  const filter =
    '{type: object, properties: {f: {type: object, required: [a], properties: {a: {type: integer}}}}}';
  const multipart = 'multipart/form-data';
  check([
    ['a list in one piece', form(ids, '{ids: {style: form, explode: false}}'), post('ids=1,2')],
    [
      'a list in one piece, wrong',
      form(ids, '{ids: {style: form, explode: false}}'),
      post('ids=1,b'),
      SENT,
    ],
    [
      'a list with pipes',
      form(ids, '{ids: {style: pipeDelimited, explode: false}}'),
      post('ids=1%7C2'),
    ],
    [
      'a list with pipes, too long',
      form(ids, '{ids: {style: pipeDelimited, explode: false}}'),
      post('ids=1%7C2%7C3'),
      SENT,
    ],
    [
      'a member that is JSON',
      form(filter, '{f: {contentType: application/json}}'),
      post('f=%7B%22a%22%3A1%7D'),
    ],
    [
      'a member that is JSON, wrong',
      form(filter, '{f: {contentType: application/json}}'),
      post('f=%7B%22a%22%3A%22x%22%7D'),
      SENT,
    ],
    ['a deep object', form(filter, '{f: {style: deepObject, explode: true}}'), post('f%5Ba%5D=1')],
    [
      'a deep object, wrong',
      form(filter, '{f: {style: deepObject, explode: true}}'),
      post('f%5Ba%5D=x'),
      SENT,
    ],
    [
      'parts that are objects are JSON',
      form(filter, '', multipart),
      parts(['name="f"', '{"a":1}']),
    ],
    [
      'parts that are objects are JSON, wrong',
      form(filter, '', multipart),
      parts(['name="f"', '{"a":"x"}']),
      SENT,
    ],
    [
      'parts of one name are a list',
      form(ids, '', multipart),
      parts(['name="ids"', '1'], ['name="ids"', '2']),
    ],
    [
      'parts of one name are a list, too long',
      form(ids, '', multipart),
      parts(['name="ids"', '1'], ['name="ids"', '2'], ['name="ids"', '3']),
      SENT,
    ],
    [
      'a file',
      form(
        '{type: object, required: [file], properties: {file: {type: string, format: binary}}}',
        '',
        multipart,
      ),
      parts(['name="file"; filename="a.bin"', '\u0000\u0001']),
    ],
    [
      'a file that is missing',
      form(
        '{type: object, required: [file], properties: {file: {type: string, format: binary}}}',
        '',
        multipart,
      ),
      parts(['name="other"', 'x']),
      SENT,
    ],
    [
      'a list of Swagger 2 with pipes',
      `openapi: null\nswagger: '2.0'\npaths: {/things: {post: {consumes: [application/x-www-form-urlencoded], parameters: [{name: ids, in: formData, type: array, collectionFormat: pipes, maxItems: 2, items: {type: integer}}], ${ok}}}}`,
      post('ids=1%7C2'),
    ],
    [
      'an empty consumes of Swagger 2 takes nothing from the document',
      `openapi: null\nswagger: '2.0'\nconsumes: [application/xml]\npaths: {/things: {post: {consumes: [application/json], parameters: [{name: b, in: body, schema: {type: object, required: [a], properties: {a: {type: integer}}}}], ${ok}}}}`,
      post({ a: 'x' }, 'application/json'),
      SENT,
    ],
  ]);
});

describe('security (OpenAPI, Security Requirement Object)', () => {
  const schemes = `components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, sid: {type: apiKey, in: cookie, name: sid}, hoba: {type: http, scheme: hoba}, basic: {type: http, scheme: basic}, alias: {$ref: '#/components/securitySchemes/key'}}}\n`;
  const secured = (needs: string, whole = '') =>
    `${schemes}${whole && `security: ${whole}\n`}paths: {/things: {get: {security: ${needs}, ${ok}}}}`;
  const headers = (of: object): Exchange => ({ request: { headers: of } });
  check([
    [
      'key and cookie together',
      secured('[{key: [], sid: []}]'),
      headers({ 'X-Key': '1', Cookie: 'a=1; sid=2' }),
    ],
    ['any scheme of HTTP', secured('[{hoba: []}]'), headers({ Authorization: 'Basic x' }), MISSING],
    ['an empty requirement overrides', secured('[{}]', '[{key: []}]'), {}],
    ['a scheme by reference', secured('[{alias: []}]'), {}, MISSING],
    ['a name of a header has no case', secured('[{key: []}]'), headers({ 'x-KEY': '1' })],
    ['a key in the wrong place', secured('[{key: []}]'), query('X-Key=1'), MISSING],
    [
      'basic of Swagger 2',
      `openapi: null\nswagger: '2.0'\nsecurityDefinitions: {b: {type: basic}}\nsecurity: [{b: []}]\npaths: {/things: {get: {${ok}}}}`,
      headers({ Authorization: 'Bearer x' }),
      MISSING,
    ],
  ]);
});

describe('routes (OpenAPI, Paths Object and Server Object; RFC 3986)', () => {
  const server = (servers: string) => `servers: ${servers}\npaths: {/things: {get: {${ok}}}}`;
  check([
    [
      'a server that is a variable',
      server("[{url: '{base}/v1', variables: {base: {default: 'https://api.test'}}}]"),
      at('/v1/things'),
    ],
    [
      'a server whose variable has a path',
      server("[{url: '{base}/v1', variables: {base: {default: 'https://api.test/root'}}}]"),
      at('/root/v1/things'),
    ],
    [
      'a protocol that is a variable',
      server("[{url: '{p}://api.test/v1', variables: {p: {default: https, enum: [https, http]}}}]"),
      at('/v1/things'),
    ],
    [
      'a port that is a variable',
      server("[{url: 'https://api.test:{port}/v1', variables: {port: {default: '443'}}}]"),
      at('/v1/things'),
    ],
    [
      'a value that the variable does not have',
      server("[{url: '/{v}', variables: {v: {default: v1, enum: [v1, v2]}}}]"),
      at('/v3/things'),
      NO_ROUTE,
    ],
    ['a server relative to the document', server('[{url: ./v1}]'), at('/v1/things')],
    [
      'servers of the path item replace those of the document',
      `servers: [{url: /v1}]\npaths: {/things: {servers: [{url: /v2}], get: {${ok}}}}`,
      at('/v1/things'),
      NO_ROUTE,
    ],
    [
      'servers of the path item',
      `servers: [{url: /v1}]\npaths: {/things: {servers: [{url: /v2}], get: {${ok}}}}`,
      at('/v2/things'),
    ],
    ['an encoded path in the document', `paths: {'/caf%C3%A9': {get: {${ok}}}}`, at('/caf%c3%a9')],
    [
      'an encoded path in the document, plain in the pact',
      `paths: {'/caf%C3%A9': {get: {${ok}}}}`,
      at('/café'),
    ],
    [
      'a slash at the end that the document has',
      `paths: {/things/: {get: {${ok}}}}`,
      at('/things'),
      NO_ROUTE,
    ],
    [
      'templates of one form with different methods',
      `paths: {'/a/{x}': {post: {${ok}}}, '/a/{y}': {get: {${ok}}}}`,
      at('/a/1'),
    ],
    [
      'templates of one form with different types',
      `paths: {'/a/{x}': {get: {parameters: [{name: x, in: path, required: true, schema: {type: integer}}], ${ok}}}, '/a/{y}': {get: {parameters: [{name: y, in: path, required: true, schema: {type: string}}], ${ok}}}}`,
      at('/a/me'),
    ],
    ['OPTIONS', `paths: {/things: {options: {${ok}}}}`, { request: { method: 'OPTIONS' } }],
    [
      'HEAD is not GET',
      `paths: {/things: {get: {${ok}}}}`,
      { request: { method: 'HEAD' } },
      NO_ROUTE,
    ],
    [
      'HEAD answers with the type of GET and no content (RFC 9110, 9.3.2)',
      `paths: {/things: {head: {${ok}}}}`,
      {
        request: { method: 'HEAD' },
        response: { headers: { 'Content-Type': 'application/json' } },
      },
    ],
    [
      'basePath of Swagger 2 is a part of every path',
      `openapi: null\nswagger: '2.0'\nbasePath: /v1\npaths: {/things: {get: {${ok}}}}`,
      at('/things'),
      NO_ROUTE,
    ],
    [
      'an added method of 3.2 (Path Item Object)',
      `openapi: 3.2.0\npaths: {/things: {additionalOperations: {LINK: {${ok}}}}}`,
      { request: { method: 'UNLINK' } },
      NO_ROUTE,
    ],
  ]);
});

describe('media types (RFC 9110, 8.3.1 and 12.5.1; RFC 6839)', () => {
  const A = '{type: object, required: [a], properties: {a: {type: integer}}}';
  const B = '{type: object, required: [b], properties: {b: {type: integer}}}';
  const answered = (types: string, openapi = '3.0.3') =>
    `openapi: ${openapi}\npaths: {/things: {get: {responses: {200: {description: ok, content: {${types}}}}}}}`;
  const answers = (contentType: string, content: unknown): Exchange => ({
    response: { headers: { 'Content-Type': contentType }, body: json(content, contentType) },
  });
  check([
    [
      'a charset only in the document',
      answered(`application/json; charset=utf-8: {schema: ${A}}`),
      answers('application/json', { a: 1 }),
    ],
    [
      'a charset only in the pact, wrong body',
      answered(`application/json: {schema: ${A}}`),
      answers('application/json;charset=UTF-8', { a: 'x' }),
      BODY,
    ],
    [
      'versions as parameters',
      answered(
        `application/json;version=1: {schema: ${A}}, application/json;version=2: {schema: ${B}}`,
      ),
      answers('application/json; version=2', { b: 1 }),
    ],
    [
      'versions as parameters, the other one',
      answered(
        `application/json;version=1: {schema: ${A}}, application/json;version=2: {schema: ${B}}`,
      ),
      answers('application/json; version=1', { b: 1 }),
      BODY,
    ],
    [
      'a suffix under a range, wrong',
      answered(`application/*: {schema: ${A}}`),
      answers('application/vnd.x+json', { a: 'x' }),
      BODY,
    ],
    [
      'text/json is JSON',
      answered(`text/json: {schema: ${A}}`),
      answers('text/json', { a: 'x' }),
      BODY,
    ],
    [
      'the items of a JSON text sequence (3.2, Sequential Media Types)',
      answered(`application/json-seq: {itemSchema: ${A}}`, '3.2.0'),
      answers('application/json-seq', '\u001e{"a":1}\n\u001e{"a":"x"}\n'),
      BODY,
    ],
    [
      'the whole of JSON lines is a list (3.2, Sequential Media Types)',
      answered(`application/jsonl: {schema: {type: array, maxItems: 1, items: ${A}}}`, '3.2.0'),
      answers('application/jsonl', '{"a":1}\n{"a":2}\n'),
      BODY,
    ],
    [
      'both a schema and an itemSchema hold (3.2, Media Type Object)',
      answered(
        `application/jsonl: {itemSchema: ${A}, schema: {type: array, maxItems: 1}}`,
        '3.2.0',
      ),
      answers('application/jsonl', '{"a":1}\n{"a":2}\n'),
      BODY,
    ],
  ]);
});

describe('answers are a part of what will be there', () => {
  const v31 = (schema: string, schemas = '{}') => answering(schema, schemas, '3.1.0');
  const role = rule('$', { match: 'type' });
  check([
    [
      'not: what is left out may keep the schema from fitting (2020-12, 10.2.1.4)',
      answering(
        '{type: object, required: [a, kind], properties: {a: {type: integer}, kind: {type: string}}, not: {properties: {kind: {enum: [x]}}}}',
      ),
      answer({ a: 1 }),
    ],
    [
      'not: what is named settles it (2020-12, 10.2.1.4)',
      answering(
        '{type: object, required: [a, kind], properties: {a: {type: integer}, kind: {type: string}}, not: {properties: {kind: {enum: [x]}}}}',
      ),
      answer({ a: 1, kind: 'x' }),
      BODY,
    ],
    [
      'not: a list of objects that are named in part',
      answering(
        '{type: array, items: {type: object, required: [a, b], properties: {a: {type: integer}, b: {type: integer}}}, not: {items: {properties: {b: {enum: [1]}}}}}',
      ),
      answer([{ a: 1 }]),
    ],
    [
      'if: a required member that is left out may be there (2020-12, 10.2.2.1)',
      v31(
        '{type: object, properties: {x: {type: integer}}, if: {required: [x]}, then: {required: [y], properties: {y: {type: integer}}}, else: {properties: {z: {type: integer}}}}',
      ),
      answer({ y: 1 }),
    ],
    [
      'if: behind a reference, a member that is left out leaves both',
      v31(
        "{type: object, required: [v, k], properties: {v: {}, k: {type: string}}, if: {$ref: '#/components/schemas/N'}, then: {properties: {v: {type: integer}}}, else: {properties: {v: {type: string}}}}",
        '{N: {properties: {k: {const: n}}}}',
      ),
      answer({ v: 'x' }),
    ],
    [
      'if: neither branch has it',
      v31(
        "{type: object, required: [v, k], properties: {v: {}, k: {type: string}}, if: {$ref: '#/components/schemas/N'}, then: {properties: {v: {type: integer}}}, else: {properties: {v: {type: string}}}}",
        '{N: {properties: {k: {const: n}}}}',
      ),
      answer({ v: true }),
      BODY,
    ],
    [
      'if: what is named settles it, whatever is left out',
      v31(
        '{type: object, required: [v, k, o], properties: {v: {}, k: {type: string}, o: {type: string}}, if: {properties: {k: {const: n}, o: {const: o}}}, then: {properties: {v: {type: integer}}}, else: {properties: {v: {type: string}}}}',
      ),
      answer({ k: 'm', v: 1 }),
      BODY,
    ],
    [
      'contains: a list of texts is whole (2020-12, 10.3.1.3)',
      v31('{type: array, items: {type: string}, contains: {const: admin}}'),
      answer(['user']),
      BODY,
    ],
    [
      'contains: a rule by type makes it a sample',
      v31('{type: array, items: {type: string}, contains: {const: admin}}'),
      answer(['user'], role),
    ],
    [
      'contains: an object that is named in part may fit',
      v31(
        '{type: array, items: {type: object, required: [a, b], properties: {a: {type: integer}, b: {type: integer}}}, contains: {properties: {b: {const: 1}}, required: [b]}}',
      ),
      answer([{ a: 1 }]),
    ],
    [
      'contains: more than there may be',
      v31('{type: array, items: {type: string}, contains: {const: a}, maxContains: 1}'),
      answer(['a', 'a']),
      BODY,
    ],
    [
      'patternProperties and no others',
      v31(
        "{type: object, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}",
      ),
      answer({ 'y-a': 1 }),
      BODY,
    ],
    [
      'unevaluatedProperties describes the others (2020-12, 11.3)',
      v31(
        '{allOf: [{properties: {a: {type: integer}}, required: [a]}], unevaluatedProperties: {type: integer}, required: [n]}',
      ),
      answer({ a: 1, n: 2 }),
    ],
    [
      'unevaluatedProperties describes the others, wrong (2020-12, 11.3)',
      v31(
        '{type: object, allOf: [{properties: {a: {type: integer}}, required: [a]}], unevaluatedProperties: {type: integer}, required: [n]}',
      ),
      answer({ a: 1, n: 'x' }),
      BODY,
    ],
    [
      'siblings of a reference make one world',
      v31(
        "{$ref: '#/components/schemas/A', type: object, required: [b], properties: {b: {type: integer}}, unevaluatedProperties: false}",
        '{A: {type: object, required: [a], properties: {a: {type: integer}}}}',
      ),
      answer({ a: 1, b: 1 }),
    ],
    [
      'contentSchema only annotates (2020-12 Validation, 8.1)',
      v31('{type: string, contentMediaType: application/json, contentSchema: {type: object}}'),
      answer('no JSON'),
    ],
    [
      'null in an enum that the type refuses',
      v31('{type: string, enum: [a, null]}'),
      answer(null),
      BODY,
    ],
    ['null in an enum without a type', v31('{enum: [a, null]}'), answer(null)],
    [
      'const of an object has no order',
      v31('{const: {a: 1, b: [1, {c: null}]}}'),
      answer({ b: [1, { c: null }], a: 1 }),
    ],
    ['type null', v31('{type: "null"}'), answer(null)],
    ['not an enum', answering('{type: string, not: {enum: [a]}}'), answer('a'), BODY],
    [
      'more members than there may be',
      answering(
        '{type: object, maxProperties: 1, properties: {a: {type: integer}, b: {type: integer}}}',
      ),
      answer({ a: 1, b: 1 }),
      BODY,
    ],
    ['a date that is none', answering('{type: string, format: date}'), answer('2023-02-30'), BODY],
    [
      'a time without its zone (RFC 3339, 5.6)',
      answering('{type: string, format: date-time}'),
      answer('2023-02-03T10:00:00'),
      BODY,
    ],
    ['base64 that is none', answering('{type: string, format: byte}'), answer('a*'), BODY],
    [
      'an anchor in another resource (2020-12, 8.2.2)',
      v31(
        "{$ref: 'https://x.test/thing#part'}",
        '{T: {$id: https://x.test/thing, $defs: {P: {$anchor: part, type: integer}}}}',
      ),
      answer('x'),
      BODY,
    ],
    [
      'an identifier inside an identifier (2020-12, 8.2.1)',
      v31(
        "{$ref: 'https://x.test/a/b/c'}",
        '{T: {$id: https://x.test/a/, $defs: {P: {$id: b/c, type: array, items: {$ref: d}}, D: {$id: b/d, type: integer}}}}',
      ),
      answer(['x']),
      BODY,
    ],
    [
      'a heir that names itself',
      answering(
        "{$ref: '#/components/schemas/Pet'}",
        '{Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}, Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, properties: {lives: {type: integer}}}]}}',
      ),
      answer({ kind: 'Pet' }),
    ],
    [
      'tuples: behind the last one nothing',
      v31('{prefixItems: [{type: integer}], items: false}'),
      answer([1, 2]),
      BODY,
    ],
    [
      'tuples: fewer than there are',
      v31('{prefixItems: [{type: integer}, {type: string}]}'),
      answer([1]),
    ],
  ]);
});

describe('requests are whole', () => {
  const v31 = (schema: string, schemas = '{}') => taking(schema, schemas, '3.1.0');
  check([
    [
      'dependentRequired (2020-12 Validation, 6.5.4)',
      v31('{type: object, dependentRequired: {a: [b]}}'),
      send({ a: 1 }),
      SENT,
    ],
    [
      'dependentSchemas (2020-12, 10.2.2.4)',
      v31('{type: object, dependentSchemas: {a: {required: [b]}}}'),
      send({ a: 1 }),
      SENT,
    ],
    [
      'if, else (2020-12, 10.2.2.3)',
      v31('{if: {required: [a]}, then: {}, else: {required: [b]}}'),
      send({ c: 1 }),
      SENT,
    ],
    [
      'if without then (2020-12, 10.2.2)',
      v31('{type: object, if: {required: [a]}, else: {required: [b]}}'),
      send({ a: 1 }),
    ],
    [
      'a tuple that is too long',
      v31('{prefixItems: [{type: integer}], items: false}'),
      send([1, 2]),
      SENT,
    ],
    [
      'maxContains (2020-12 Validation, 6.4.4)',
      v31('{contains: {const: 1}, maxContains: 1}'),
      send([1, 1]),
      SENT,
    ],
    [
      'unevaluatedItems sees contains (2020-12, 11.2)',
      v31('{contains: {type: integer}, unevaluatedItems: false}'),
      send([1, 'x']),
      SENT,
    ],
    [
      'unevaluatedItems sees contains, all of them',
      v31('{contains: {type: integer}, unevaluatedItems: false}'),
      send([1, 2]),
    ],
    [
      'propertyNames (2020-12, 10.3.2.4)',
      v31("{propertyNames: {pattern: '^[a-z]+$'}}"),
      send({ A: 1 }),
      SENT,
    ],
    [
      'exactly one of two numbers (2020-12, 10.2.1.3)',
      v31('{oneOf: [{type: integer}, {type: number}]}'),
      send(5),
      SENT,
    ],
    [
      'unevaluatedProperties sees the branch that holds',
      v31(
        '{if: {required: [a]}, then: {properties: {a: {type: integer}}}, unevaluatedProperties: false}',
      ),
      send({ a: 1 }),
    ],
    [
      'unevaluatedProperties does not see the branch that does not',
      v31(
        '{if: {required: [z]}, then: {properties: {a: {type: integer}}}, unevaluatedProperties: false}',
      ),
      send({ a: 1 }),
      SENT,
    ],
    [
      'unevaluatedProperties below anyOf sees what fits',
      v31(
        '{anyOf: [{required: [a], properties: {a: {type: integer}}}, {required: [b], properties: {b: {type: integer}}}], unevaluatedProperties: false}',
      ),
      send({ a: 1, b: 'x' }),
      SENT,
    ],
    ['not required', taking('{type: object, not: {required: [a]}}'), send({ a: 1 }), SENT],
    [
      'both halves of readOnly',
      taking(
        '{allOf: [{type: object, required: [id, n]}, {type: object, properties: {id: {type: integer, readOnly: true}, n: {type: integer}}}]}',
      ),
      send({ id: 1 }),
      SENT,
    ],
    [
      'additionalProperties: false does not see allOf (draft 4, 5.4.4)',
      taking(
        '{allOf: [{type: object, additionalProperties: false, properties: {a: {type: integer}}}, {type: object, properties: {b: {type: integer}}}]}',
      ),
      send({ a: 1, b: 1 }),
      SENT,
    ],
    [
      'exclusiveMaximum as a flag',
      taking('{type: integer, maximum: 5, exclusiveMaximum: true}'),
      send(5),
      SENT,
    ],
    ['exclusiveMaximum as a number', v31('{type: integer, exclusiveMaximum: 5}'), send(5), SENT],
    [
      'discriminator: an alternative that no mapping names keeps its own name',
      taking(
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: t, mapping: {a: '#/components/schemas/A'}}}",
        '{A: {type: object, required: [t, a], properties: {t: {type: string}, a: {type: integer}}}, B: {type: object, required: [t, b], properties: {t: {type: string}, b: {type: integer}}}}',
      ),
      send({ t: 'B', a: 1 }),
      SENT,
    ],
  ]);
});

describe('status and headers', () => {
  const responses = (text: string) => `paths: {/things: {get: {responses: {${text}}}}}`;
  const status = (example: number, of: unknown): Exchange => ({
    response: {
      status: example,
      matchingRules: { status: { $: { matchers: [{ match: 'statusCode', status: of }] } } },
    },
  });
  check([
    [
      'a class of status has one that is declared (Pact 4, Status Code Matcher)',
      responses('201: {description: made}'),
      status(200, 'success'),
    ],
    [
      'a class of status has none that is declared',
      responses('404: {description: no}'),
      status(200, 'success'),
      { errors: ['response.status.unknown'] },
    ],
    [
      'a list of status (Pact 4, Status Code Matcher)',
      responses('404: {description: no}'),
      status(400, [400, 404]),
    ],
    ['client errors', responses('422: {description: no}'), status(400, 'clientError')],
    ['a range that is declared', responses("'4XX': {description: no}"), status(409, 'clientError')],
    [
      'a header of a range',
      responses("'2XX': {description: ok, headers: {X-N: {schema: {type: integer}}}}"),
      { response: { headers: { 'X-N': 'x' } } },
      HEADER,
    ],
    [
      'a header with JSON',
      responses(
        '200: {description: ok, headers: {X-O: {content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}}}',
      ),
      { response: { headers: { 'X-O': '{"a":"x"}' } } },
      HEADER,
    ],
    [
      'a header with a list',
      responses(
        '200: {description: ok, headers: {X-L: {schema: {type: array, items: {type: integer}}}}}',
      ),
      { response: { headers: { 'X-L': '1, b' } } },
      HEADER,
    ],
    [
      'a header named Content-Type is not one (Header Object)',
      responses(
        '200: {description: ok, headers: {Content-Type: {schema: {enum: [nothing]}}}, content: {application/json: {schema: {type: integer}}}}',
      ),
      answer(1),
    ],
  ]);
});

describe('matching rules and their direction', () => {
  const field = (schema: string, openapi = '3.0.3') =>
    answering(`{type: object, required: [a], properties: {a: ${schema}}}`, '{}', openapi);
  const sent = (schema: string, openapi = '3.0.3') =>
    taking(`{type: object, required: [a], properties: {a: ${schema}}}`, '{}', openapi);
  const or = (...matchers: readonly object[]) => ({
    body: { '$.a': { combine: 'OR', matchers } },
  });
  const WIDER: Expected = { open: ['response.body.wider'] };
  const SENT_WIDER: Expected = { open: ['request.body.wider'] };
  const of = (a: unknown, ...matchers: readonly object[]) =>
    [{ a }, rule('$.a', ...matchers)] as const;
  check([
    [
      'answer: a number takes integers',
      field('{type: integer}'),
      answer(...of(1, { match: 'number' })),
    ],
    [
      'answer: a decimal takes no integers',
      field('{type: integer}'),
      answer(...of(1.5, { match: 'decimal' })),
      BODY,
    ],
    [
      'answer: an integer takes no fractions',
      field('{type: number}'),
      answer(...of(1, { match: 'integer' })),
      BODY,
    ],
    [
      'answer: an expression and an enum',
      field('{type: string, enum: [A, b]}'),
      answer(...of('A', { match: 'regex', regex: '[A-Z]' })),
      WIDER,
    ],
    [
      'answer: a part of a text',
      field('{type: string}'),
      answer(...of('abc', { match: 'include', value: 'b' })),
      WIDER,
    ],
    [
      'answer: a version of no form',
      field('{type: string}'),
      answer(...of('1.2.3', { match: 'semver' })),
      WIDER,
    ],
    [
      'answer: a date',
      field('{type: string, format: date}'),
      answer(...of('2020-01-02', { match: 'date', format: 'yyyy-MM-dd' })),
    ],
    [
      'answer: a date in any text',
      field('{type: string}'),
      answer(...of('2020-01-02', { match: 'date', format: 'yyyy-MM-dd' })),
      WIDER,
    ],
    [
      'answer: type or null where null may come',
      field('{type: string, nullable: true}'),
      answer({ a: 'x' }, or({ match: 'type' }, { match: 'null' })),
    ],
    [
      'answer: type where null may come',
      field('{type: string, nullable: true}'),
      answer(...of('x', { match: 'type' })),
      { open: ['response.body.may-be-null'] },
    ],
    [
      'answer: null where it never comes',
      field('{type: string}'),
      answer(...of(null, { match: 'null' })),
      BODY,
    ],
    [
      'answer: null where a value may come, which is for a provider state',
      field('{type: string, nullable: true}'),
      answer(...of(null, { match: 'null' })),
      WIDER,
    ],
    [
      'answer: values of another type',
      answering('{type: object, additionalProperties: {type: integer}}'),
      answer({ k: 'x' }, rule('$', { match: 'eachValue', rules: [{ match: 'type' }] })),
      BODY,
    ],
    [
      'answer: arrayContains of another type',
      answering('{type: array, items: {type: integer}}'),
      answer(['x'], rule('$', { match: 'arrayContains', variants: [{ index: 0, rules: {} }] })),
      BODY,
    ],
    [
      'answer: not empty where the text may be',
      field('{type: string}'),
      answer(...of('x', { match: 'notEmpty' })),
      WIDER,
    ],
    [
      'answer: one of two types by rule',
      field('{oneOf: [{type: string}, {type: integer}]}'),
      answer(...of('x', { match: 'type' })),
      BODY,
    ],
    [
      'request: a number where an integer is wanted',
      sent('{type: integer}'),
      send(...of(1, { match: 'number' })),
      SENT,
    ],
    [
      'request: an integer where a number is wanted',
      sent('{type: number}'),
      send(...of(1, { match: 'integer' })),
    ],
    [
      'request: a boolean beyond its enum',
      sent('{type: boolean, enum: [true]}'),
      send(...of(true, { match: 'boolean' })),
      SENT_WIDER,
    ],
    [
      'request: null by rule where it is refused',
      sent('{type: string}'),
      send({ a: 'x' }, or({ match: 'type' }, { match: 'null' })),
      SENT,
    ],
    [
      'request: null by rule where it is taken',
      sent('{type: string, nullable: true}'),
      send({ a: 'x' }, or({ match: 'type' }, { match: 'null' })),
    ],
    [
      'request: an expression inside a pattern',
      sent("{type: string, pattern: '^[a-z]+$'}"),
      send(...of('ab', { match: 'regex', regex: '[a-c]{2}' })),
    ],
    [
      'request: an expression beyond a pattern',
      sent("{type: string, pattern: '^[a-z]+$'}"),
      send(...of('ab', { match: 'regex', regex: '[a-z0-9]{2}' })),
      SENT,
    ],
    [
      'request: a part of a text beyond an enum',
      sent('{type: string, enum: [abc]}'),
      send(...of('abc', { match: 'include', value: 'b' })),
      SENT_WIDER,
    ],
    [
      'request: a date in another form',
      sent('{type: string, format: date}'),
      send(...of('02/01/2020', { match: 'date', format: 'dd/MM/yyyy' })),
      SENT,
    ],
    [
      'request: sizes beyond a limit',
      taking('{type: array, maxItems: 3, items: {type: integer}}'),
      send([1], rule('$', { match: 'type', min: 1, max: 5 })),
      SENT_WIDER,
    ],
    [
      'request: equality below a rule by type',
      sent('{type: string, enum: [x]}'),
      send(
        { a: 'x' },
        {
          body: {
            $: { matchers: [{ match: 'type' }] },
            '$.a': { matchers: [{ match: 'equality' }] },
          },
        },
      ),
    ],
    [
      'generators say nothing about what fits',
      sent('{type: integer}'),
      {
        request: {
          ...send({ a: 1 }).request,
          generators: { body: { '$.a': { type: 'RandomInt', min: 0, max: 9 } } },
        },
      },
    ],
    [
      'version 2: rules of elements',
      `paths: {/things: {get: {responses: {200: {description: ok, content: {application/json: {schema: {type: array, items: {type: object, required: [a], properties: {a: {type: number}}}}}}}}}}}`,
      {
        version: '2.0',
        response: {
          headers: { 'Content-Type': 'application/json' },
          body: [{ a: 1 }],
          matchingRules: {
            '$.body': { match: 'type', min: 1 },
            '$.body[*].a': { match: 'integer' },
          },
        },
      },
      BODY,
    ],
  ]);
});
