import { describe } from 'vitest';
import {
  ABSENT,
  answer,
  answering,
  BODY,
  check,
  type Exchange,
  type Expected,
  get,
  json,
  NO_ROUTE,
  ok,
  paths,
  rule,
  SENT,
  send,
  taking,
} from './exchange-cases.ts';

describe('routing', () => {
  const path = (at: string): Exchange => ({ request: { path: at } });
  check([
    [
      'concrete before templated, whatever comes first',
      `paths:
  /users/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: integer}}], ${ok}}}
  /users/me: {get: {${ok}}}`,
      path('/users/me'),
    ],
    [
      'a concrete path without the method does not hide the templated one',
      `paths:
  /users/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], ${ok}}}
  /users/me: {put: {${ok}}}`,
      path('/users/me'),
    ],
    [
      'several placeholders in a segment',
      `paths:
  /range/{from}-{to}:
    get:
      parameters:
        - {name: from, in: path, required: true, schema: {type: integer}}
        - {name: to, in: path, required: true, schema: {type: integer}}
      ${ok}`,
      path('/range/1-20'),
    ],
    [
      'several placeholders in a segment, one with a wrong type',
      `paths:
  /range/{from}-{to}:
    get:
      parameters:
        - {name: from, in: path, required: true, schema: {type: integer}}
        - {name: to, in: path, required: true, schema: {type: integer}}
      ${ok}`,
      path('/range/1-x'),
      NO_ROUTE,
    ],
    [
      'a dash inside the values is found by the types',
      `paths:
  /f/{name}-{version}.zip:
    get:
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
        - {name: version, in: path, required: true, schema: {type: integer}}
      ${ok}`,
      path('/f/my-lib-12.zip'),
    ],
    ['a placeholder and a suffix', paths(get('/files/{id}.json')), path('/files/7.json')],
    ['without the suffix', paths(get('/files/{id}.json')), path('/files/7.xml'), NO_ROUTE],
    ['a suffix with a colon', paths(get('"/jobs/{id}:cancel"')), path('/jobs/7:cancel')],
    ['a placeholder takes one segment', paths(get('/a/{b}')), path('/a/b/c'), NO_ROUTE],
    ['a placeholder is never empty', paths(get('/a/{b}')), path('/a/'), NO_ROUTE],
    ['an encoded slash stays in its segment', paths(get('/a/{b}')), path('/a/b%2Fc')],
    [
      'values are decoded before they are checked',
      `paths: {'/a/{b}': {get: {parameters: [{name: b, in: path, required: true, schema: {enum: [x y]}}], ${ok}}}}`,
      path('/a/x%20y'),
    ],
    ['concrete segments may be encoded', paths(get('"/a b"')), path('/a%20b')],
    [
      'special characters of expressions are plain',
      paths(get('/v1.0/x')),
      path('/v1a0/x'),
      NO_ROUTE,
    ],
    ['paths have a case', paths(get('/Things')), path('/things'), NO_ROUTE],
    ['a slash at the end counts', paths(get('/things')), path('/things/'), NO_ROUTE],
    [
      'the path of a server may be there',
      `servers: [{url: 'https://api.test/v1'}]\n${paths(get('/things'))}`,
      path('/v1/things'),
    ],
    [
      'the path of a server may be missing',
      `servers: [{url: 'https://api.test/v1'}]\n${paths(get('/things'))}`,
      path('/things'),
    ],
    [
      'variables of a server have their default or any of their values',
      `servers: [{url: '/{v}/api', variables: {v: {default: v1, enum: [v1, v2]}}}]\n${paths(get('/things'))}`,
      path('/v2/api/things'),
    ],
    [
      'servers of an operation replace those of the document',
      `servers: [{url: /v1}]\npaths:\n  /things: {get: {servers: [{url: /v9}], ${ok}}}`,
      path('/v1/things'),
      NO_ROUTE,
    ],
    [
      'two templates: the one whose parameters fit',
      `paths:
  /t/{id}: {get: {parameters: [{name: id, in: path, required: true, schema: {type: integer}}], ${ok}}}
  /{kind}/x: {get: {parameters: [{name: kind, in: path, required: true, schema: {type: string}}], ${ok}}}`,
      path('/t/x'),
    ],
    [
      'a path item by reference',
      `paths: {/things: {$ref: '#/components/pathItems/things'}}\ncomponents: {pathItems: {things: {get: {${ok}}}}}`,
      path('/things'),
    ],
    [
      'parameters of the path item are overridden by name and place',
      `paths:
  '/a/{b}':
    parameters: [{name: b, in: path, required: true, schema: {type: integer}}, {name: q, in: query, required: true, schema: {type: string}}]
    get: {parameters: [{name: b, in: path, required: true, schema: {type: string}}, {name: q, in: query, required: false, schema: {type: string}}], ${ok}}`,
      path('/a/x'),
    ],
    ['methods are told apart', paths(get('/things')), { request: { method: 'POST' } }, NO_ROUTE],
    ['methods have no case', paths(get('/things')), { request: { method: 'get' } }],
    [
      'a method of OpenAPI 3.2',
      `openapi: 3.2.0\npaths: {/things: {query: {${ok}}}}`,
      { request: { method: 'QUERY' } },
    ],
    [
      'any other method of OpenAPI 3.2',
      `openapi: 3.2.0\npaths: {/things: {additionalOperations: {COPY: {${ok}}}}}`,
      { request: { method: 'COPY' } },
    ],
  ]);
});

describe('parameters', () => {
  const param = (text: string, at = '/things') =>
    `paths: {'${at}': {get: {parameters: [${text}], ${ok}}}}`;
  const query = (q: unknown): Exchange => ({ request: { query: q } });
  const BAD: Expected = { errors: ['request.query.incompatible'] };
  const ints = 'schema: {type: array, items: {type: integer}}';
  const at = (path: string): Exchange => ({ request: { path } });
  check([
    [
      'label in the path',
      param(`{name: c, in: path, required: true, style: label, ${ints}}`, '/a/{c}'),
      at('/a/.1,2'),
    ],
    [
      'label, exploded',
      param(`{name: c, in: path, required: true, style: label, explode: true, ${ints}}`, '/a/{c}'),
      at('/a/.1.2'),
    ],
    [
      'matrix',
      param(`{name: c, in: path, required: true, style: matrix, ${ints}}`, '/a/{c}'),
      at('/a/;c=1,2'),
    ],
    [
      'matrix, exploded',
      param(`{name: c, in: path, required: true, style: matrix, explode: true, ${ints}}`, '/a/{c}'),
      at('/a/;c=1;c=2'),
    ],
    [
      'matrix of another name',
      param(`{name: c, in: path, required: true, style: matrix, ${ints}}`, '/a/{c}'),
      at('/a/;d=1,2'),
      NO_ROUTE,
    ],
    [
      'simple object, exploded',
      param(
        `{name: c, in: path, required: true, explode: true, schema: {type: object, properties: {w: {type: integer}, n: {type: string}}}}`,
        '/a/{c}',
      ),
      at('/a/w=1,n=x'),
    ],
    [
      'content in the path',
      param(
        `{name: c, in: path, required: true, content: {application/json: {schema: {type: object, properties: {w: {type: integer}}}}}}`,
        '/a/{c}',
      ),
      at('/a/%7B%22w%22%3A%22x%22%7D'),
      NO_ROUTE,
    ],
    [
      'a number in the query stays text if it is declared as text',
      param('{name: q, in: query, schema: {type: string}}'),
      query({ q: ['12'] }),
    ],
    ['an array of one', param(`{name: q, in: query, ${ints}}`), query({ q: ['1'] })],
    [
      'an array too short',
      param('{name: q, in: query, schema: {type: array, minItems: 2, items: {type: integer}}}'),
      query({ q: ['1'] }),
      BAD,
    ],
    [
      'one of several types',
      param(
        '{name: q, in: query, schema: {oneOf: [{type: integer}, {type: string, enum: [all]}]}}',
      ),
      query({ q: ['all'] }),
    ],
    [
      'none of several types',
      param(
        '{name: q, in: query, schema: {oneOf: [{type: integer}, {type: string, enum: [all]}]}}',
      ),
      query({ q: ['some'] }),
      BAD,
    ],
    [
      'type behind a reference and allOf',
      `${param("{name: q, in: query, schema: {allOf: [{$ref: '#/components/schemas/N'}, {maximum: 10}]}}")}\ncomponents: {schemas: {N: {type: integer}}}`,
      query({ q: ['11'] }),
      BAD,
    ],
    [
      'repeated although it is no array',
      param('{name: q, in: query, schema: {type: integer}}'),
      query({ q: ['1', '2'] }),
      BAD,
    ],
    [
      'a deep object with an array',
      param(
        '{name: f, in: query, style: deepObject, explode: true, schema: {type: object, properties: {ids: {type: array, items: {type: integer}}}}}',
      ),
      query({ 'f[ids]': ['1', '2'] }),
    ],
    [
      'a deep object with an unknown member',
      param(
        '{name: f, in: query, style: deepObject, explode: true, schema: {type: object, additionalProperties: false, properties: {a: {type: integer}}}}',
      ),
      query({ 'f[b]': ['1'] }),
      BAD,
    ],
    [
      'a deep object that is required',
      param(
        '{name: f, in: query, required: true, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: integer}}}}',
      ),
      query({ 'f[a]': ['1'] }),
    ],
    [
      'a name with brackets',
      param(`{name: 'ids[]', in: query, ${ints}}`),
      query({ 'ids[]': ['1', '2'] }),
    ],
    [
      'encoded names and values',
      param('{name: "a b", in: query, schema: {enum: ["x&y"]}}'),
      { request: { query: 'a%20b=x%26y' }, version: '2.0.0' },
    ],
    [
      'pipes may be encoded',
      param(`{name: q, in: query, style: pipeDelimited, explode: false, ${ints}}`),
      { request: { query: 'q=1%7C2' }, version: '2.0.0' },
    ],
    [
      'plus is a space',
      param('{name: q, in: query, schema: {enum: ["a b"]}}'),
      { request: { query: 'q=a+b' }, version: '2.0.0' },
    ],
    [
      'an empty value where it is allowed',
      param('{name: q, in: query, allowEmptyValue: true, schema: {type: integer}}'),
      query({ q: [''] }),
    ],
    [
      'an empty value where it is not',
      param('{name: q, in: query, schema: {type: integer}}'),
      query({ q: [''] }),
      BAD,
    ],
    [
      'a free object takes every name',
      param('{name: f, in: query, schema: {type: object, additionalProperties: {type: integer}}}'),
      query({ whatever: ['x'] }),
      BAD,
    ],
    [
      'a boolean is true or false',
      param('{name: q, in: query, schema: {type: boolean}}'),
      query({ q: ['1'] }),
      BAD,
    ],
    [
      'null of 3.1',
      `openapi: 3.1.0\n${param('{name: q, in: query, schema: {type: [integer, "null"]}}')}`,
      query({ q: ['5'] }),
    ],
    [
      'content as JSON',
      param(
        '{name: q, in: query, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}',
      ),
      query({ q: ['{"a":"1"}'] }),
      BAD,
    ],
    [
      'required in a header, whatever the case',
      param('{name: X-Tenant, in: header, required: true, schema: {type: integer}}'),
      { request: { headers: { 'x-tenant': ['7'] } } },
    ],
    [
      'required in a header and missing',
      param('{name: X-Tenant, in: header, required: true, schema: {type: integer}}'),
      {},
      { errors: ['request.header.incompatible'] },
    ],
    [
      'an array in a header',
      param(`{name: X-Ids, in: header, ${ints}}`),
      { request: { headers: { 'X-Ids': '1, 2' } } },
    ],
    [
      'an array in a header, wrong',
      param(`{name: X-Ids, in: header, ${ints}}`),
      { request: { headers: { 'X-Ids': '1, x' } } },
      { errors: ['request.header.incompatible'] },
    ],
    [
      'an object in a header',
      param(
        '{name: X-O, in: header, explode: true, schema: {type: object, properties: {a: {type: integer}}}}',
      ),
      { request: { headers: { 'X-O': 'a=x' } } },
      { errors: ['request.header.incompatible'] },
    ],
    [
      'parameters named Accept, Content-Type and Authorization are ignored',
      param(
        '{name: Accept, in: header, required: true, schema: {enum: [nothing]}}, {name: Authorization, in: header, required: true, schema: {type: integer}}',
      ),
      {},
    ],
    [
      'a cookie',
      param('{name: sid, in: cookie, required: true, schema: {type: integer}}'),
      { request: { headers: { Cookie: 'a=b; sid=12' } } },
    ],
    [
      'a cookie of the wrong type',
      param('{name: sid, in: cookie, required: true, schema: {type: integer}}'),
      { request: { headers: { Cookie: 'sid=x' } } },
      { errors: ['request.cookie.incompatible'] },
    ],
    [
      'a cookie that is missing',
      param('{name: sid, in: cookie, required: true, schema: {type: integer}}'),
      { request: { headers: { Cookie: 'side=1' } } },
      { errors: ['request.cookie.incompatible'] },
    ],
    [
      'an array in a cookie',
      param(`{name: ids, in: cookie, explode: false, ${ints}}`),
      { request: { headers: { cookie: ['ids=1,2'] } } },
    ],
    [
      'a whole query string of 3.2',
      `openapi: 3.2.0\n${param('{name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}')}`,
      query({ a: ['x'] }),
      BAD,
    ],
    [
      'a parameter by reference',
      `${param("{$ref: '#/components/parameters/q'}")}\ncomponents: {parameters: {q: {name: q, in: query, required: true, schema: {type: integer}}}}`,
      {},
      BAD,
    ],
    [
      'a required parameter that has a default is required',
      param('{name: q, in: query, required: true, schema: {type: integer, default: 1}}'),
      {},
      BAD,
    ],
    [
      'date-time in the query',
      param('{name: q, in: query, schema: {type: string, format: date-time}}'),
      query({ q: ['2020-01-01'] }),
      BAD,
    ],
  ]);
});

describe('security', () => {
  const schemes = `components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    app: {type: apiKey, in: query, name: app}
    sid: {type: apiKey, in: cookie, name: sid}
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: bearer}
`;
  const secured = (operation: string, whole = '') =>
    `${schemes}${whole && `security: ${whole}\n`}paths: {/things: {get: {${operation && `security: ${operation}, `}${ok}}}}`;
  const headers = (of: object): Exchange => ({ request: { headers: of } });
  const MISSING: Expected = { errors: ['request.authorization.missing'] };
  check([
    ['one of two', secured('[{key: []}, {bearer: []}]'), headers({ Authorization: 'Bearer x' })],
    [
      'both of two',
      secured('[{key: [], bearer: []}]'),
      headers({ Authorization: 'Bearer x' }),
      MISSING,
    ],
    [
      'both of two are there',
      secured('[{key: [], bearer: []}]'),
      headers({ Authorization: 'Bearer x', 'x-key': '1' }),
    ],
    ['none is one of them', secured('[{key: []}, {}]'), {}],
    ['of the document', secured('', '[{key: []}]'), {}, MISSING],
    ['overridden with nothing', secured('[]', '[{key: []}]'), {}],
    [
      'overridden with another',
      secured('[{app: []}]', '[{key: []}]'),
      headers({ 'X-Key': '1' }),
      MISSING,
    ],
    [
      'in the query, and so known there',
      secured('[{app: []}]'),
      { request: { query: { app: ['1'] } } },
    ],
    [
      'basic is not bearer',
      secured('[{basic: []}]'),
      headers({ Authorization: 'Bearer x' }),
      MISSING,
    ],
    ['schemes have no case', secured('[{basic: []}]'), headers({ authorization: 'basic eDp5' })],
    ['in a cookie', secured('[{sid: []}]'), headers({ Cookie: 'sid=1' })],
    [
      'an AND with a cookie misses the header',
      secured('[{sid: [], key: []}]'),
      headers({ Cookie: 'sid=1' }),
      MISSING,
    ],
    [
      'a refusal is expected',
      `${schemes}paths: {/things: {get: {security: [{key: []}], responses: {401: {description: no}}}}}`,
      { response: { status: 401 } },
    ],
  ]);
});

describe('media types', () => {
  const body = (types: string) =>
    `paths: {/things: {post: {requestBody: {required: true, content: {${types}}}, ${ok}}}}`;
  const post = (contentType: string, content: unknown = { a: 1 }): Exchange => ({
    request: {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body: json(content, contentType),
    },
  });
  const bad = '{schema: {type: object, properties: {a: {type: string}}}}';
  const good = '{schema: {type: object, required: [a], properties: {a: {type: integer}}}}';
  const WRONG_TYPE: Expected = { errors: ['request.content-type.incompatible'] };
  const BAD: Expected = { errors: ['request.body.incompatible'] };
  check([
    [
      'parameters of the type do not count',
      body(`application/json: ${good}`),
      post('application/json; charset=utf-8'),
    ],
    [
      'declared with parameters',
      body(`application/json; charset=utf-8: ${good}`),
      post('application/json'),
    ],
    ['a range', body(`'application/*': ${good}`), post('application/merge-patch+json')],
    ['any', body(`'*/*': ${good}`), post('application/json')],
    [
      'the most specific wins',
      body(`'*/*': ${bad}, 'application/*': ${bad}, application/json: ${good}`),
      post('application/json'),
    ],
    [
      'the most specific wins, and is wrong',
      body(`'*/*': ${good}, 'application/*': ${good}, application/json: ${bad}`),
      post('application/json'),
      BAD,
    ],
    [
      'another type',
      body(`application/json: ${good}`),
      post('application/xml', '<a/>'),
      WRONG_TYPE,
    ],
    [
      'a suffix is not the type',
      body(`application/json: ${good}`),
      post('application/vnd.shop+json'),
      WRONG_TYPE,
    ],
    ['upper case', body(`application/json: ${good}`), post('Application/JSON')],
    [
      'a body with a suffix is checked',
      body(`application/vnd.shop+json: ${bad}`),
      post('application/vnd.shop+json'),
      BAD,
    ],
    [
      'a form',
      body(
        'application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}',
      ),
      post('application/x-www-form-urlencoded', 'a=x'),
      BAD,
    ],
    [
      'the body is required',
      body(`application/json: ${good}`),
      { request: { method: 'POST' } },
      BAD,
    ],
    [
      'a response is compared with the schema of its own type',
      `paths: {/things: {get: {responses: {200: {description: ok, content: {text/plain: {schema: {type: string}}, application/problem+json: ${good}, application/json: ${bad}}}}}}}`,
      {
        response: {
          headers: { 'Content-Type': 'application/problem+json' },
          body: json({ a: 1 }, 'application/problem+json'),
        },
      },
    ],
    [
      'ranges of a response',
      `paths: {/things: {get: {responses: {200: {description: ok, content: {'text/*': {schema: {type: string}}}}}}}}`,
      { response: { headers: { 'Content-Type': 'text/csv' }, body: json('a,b', 'text/csv') } },
    ],
    [
      'a status range and default',
      `paths: {/things: {get: {responses: {2XX: {description: ok, content: {application/json: ${good}}}, default: {description: no, content: {application/json: ${bad}}}}}}}`,
      { response: { status: 201, body: json({ a: 1 }) } },
    ],
    [
      'an exact status before its range',
      `paths: {/things: {get: {responses: {2XX: {description: ok, content: {application/json: ${good}}}, 201: {description: no, content: {application/json: ${bad}}}}}}}`,
      { response: { status: 201, body: json({ a: 1 }) } },
      { errors: ['response.body.incompatible'] },
    ],
    [
      'Accept with qualities',
      `paths: {/things: {get: {responses: {200: {description: ok, content: {application/json: ${good}}}}}}}`,
      { request: { headers: { Accept: 'text/html, application/*;q=0.8' } } },
    ],
    [
      'Accept of nothing that is there',
      `paths: {/things: {get: {responses: {200: {description: ok, content: {application/json: ${good}}}}}}}`,
      { request: { headers: { Accept: 'text/html' } } },
      { errors: ['request.accept.incompatible'] },
    ],
    [
      'Accept of quality 0',
      `paths: {/things: {get: {responses: {200: {description: ok, content: {application/json: ${good}}}}}}}`,
      { request: { headers: { Accept: 'text/html, application/json;q=0' } } },
      { errors: ['request.accept.incompatible'] },
    ],
  ]);
});

describe('bodies', () => {
  check([
    ['null is a body', answering('{type: object}'), answer(null), BODY],
    ['null is a body that is allowed', answering('{type: object, nullable: true}'), answer(null)],
    ['false is a body', answering('{type: boolean}'), answer(false)],
    ['false is a body and wrong', answering('{type: string}'), answer(false), BODY],
    ['0 is a body and wrong', answering('{type: string}'), answer(0), BODY],
    ['0 is a body', answering('{type: integer}'), answer(0)],
    ['"" is a body', answering('{type: string}'), answer('')],
    ['"" is a body and wrong', answering('{type: string, minLength: 1}'), answer(''), BODY],
    ['0 is sent and wrong', taking('{type: string}'), send(0), SENT],
    ['null is sent and wrong', taking('{type: object}'), send(null), SENT],
    ['false is sent and wrong', taking('{type: object}'), send(false), SENT],
    [
      'a null of specification 2 expects nothing',
      answering('{type: object}'),
      {
        response: { headers: { 'Content-Type': 'application/json' }, body: null },
        version: '2.0.0',
      },
    ],
    [
      'no content, and a body is expected',
      'paths: {/things: {get: {responses: {204: {description: none}}}}}',
      { response: { status: 204, body: json({ a: 1 }) } },
      { errors: ['response.body.unknown'] },
    ],
    [
      'a field that is null and may not be',
      answering('{type: object, required: [a], properties: {a: {type: string}}}'),
      answer({ a: null }),
      BODY,
    ],
    [
      'nullable beside a reference',
      answering(
        "{type: object, required: [a], properties: {a: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}}}",
        '{A: {type: object}}',
      ),
      answer({ a: null }),
    ],
    [
      'nullable enum without null',
      answering(
        '{type: object, required: [a], properties: {a: {type: string, nullable: true, enum: [x]}}}',
      ),
      answer({ a: null }),
      BODY,
    ],
    [
      'nullable enum with null',
      answering(
        '{type: object, required: [a], properties: {a: {type: string, nullable: true, enum: [x, null]}}}',
      ),
      answer({ a: null }),
    ],
    [
      'nullable one of',
      answering('{oneOf: [{type: string}, {type: integer, nullable: true}]}'),
      answer(null),
    ],
    ['null type of 3.1', answering('{type: [string, "null"]}', '{}', '3.1.0'), answer(null)],
    [
      'nullable means nothing in 3.1',
      answering('{type: string, nullable: true}', '{}', '3.1.0'),
      answer(null),
      BODY,
    ],
    [
      'exclusive limits of 3.0',
      answering('{type: integer, minimum: 5, exclusiveMinimum: true}'),
      answer(5),
      BODY,
    ],
    [
      'exclusive limits of 3.1',
      answering('{type: integer, exclusiveMinimum: 5}', '{}', '3.1.0'),
      answer(5),
      BODY,
    ],
    ['const of 3.1', answering('{const: a}', '{}', '3.1.0'), answer('b'), BODY],
    ['1.0 is an integer', answering('{type: integer}'), answer(1.0)],
    [
      'prefixItems',
      answering(
        '{type: array, prefixItems: [{type: string}, {type: integer}], items: false}',
        '{}',
        '3.1.0',
      ),
      answer(['a', 1, 2]),
      BODY,
    ],
    [
      'patternProperties',
      answering("{type: object, patternProperties: {'^x-': {type: integer}}}", '{}', '3.1.0'),
      answer({ 'x-a': 'b' }),
      BODY,
    ],
    [
      'propertyNames',
      answering(
        '{type: object, additionalProperties: {type: integer}, propertyNames: {pattern: "^[a-z]+$"}}',
        '{}',
        '3.1.0',
      ),
      answer({ A: 1 }),
      BODY,
    ],
    [
      'dependentRequired is dropped with required',
      answering(
        '{type: object, properties: {a: {}, b: {}}, dependentRequired: {a: [b]}}',
        '{}',
        '3.1.0',
      ),
      answer({ a: 1 }),
      ABSENT,
    ],
    [
      'dependentSchemas',
      answering(
        '{type: object, properties: {a: {}, b: {type: integer}}, dependentSchemas: {a: {properties: {b: {minimum: 5}}}}}',
        '{}',
        '3.1.0',
      ),
      answer({ a: 1, b: 1 }),
      BODY,
    ],
    [
      'if, then',
      answering(
        '{type: object, required: [k], properties: {k: {type: string}, v: {}}, if: {properties: {k: {const: n}}}, then: {properties: {v: {type: integer}}}, else: {properties: {v: {type: string}}}}',
        '{}',
        '3.1.0',
      ),
      answer({ k: 'n', v: 'x' }),
      BODY,
    ],
    [
      'minProperties and minItems of a part',
      answering(
        '{type: object, minProperties: 3, properties: {a: {type: integer}, b: {type: integer}, c: {type: integer}}}',
      ),
      answer({ a: 1 }),
      ABSENT,
    ],
    [
      'not: required in a negative position',
      answering('{type: object, properties: {a: {}, b: {}}, not: {required: [a, b]}}'),
      answer({ a: 1, b: 2 }),
      BODY,
    ],
    [
      'not: one of both',
      answering('{type: object, properties: {a: {}, b: {}}, not: {required: [a, b]}}'),
      answer({ a: 1 }),
      ABSENT,
    ],
    [
      'a whole array',
      answering(
        '{type: array, items: {type: object, required: [a], properties: {a: {type: integer}}}}',
      ),
      answer([{ a: 1 }, { a: 'x' }]),
      BODY,
    ],
    [
      'uniqueItems',
      answering(
        '{type: array, uniqueItems: true, items: {type: object, properties: {a: {type: integer}, b: {type: integer}}}}',
      ),
      answer([{}, {}]),
    ],
    ['int32 too large', answering('{type: integer, format: int32}'), answer(3_000_000_000), BODY],
    ['an unknown format says nothing', answering('{type: string, format: color}'), answer('x')],
    ['an expression with Unicode', answering("{type: string, pattern: '^\\p{L}+$'}"), answer('é')],
  ]);
});

describe('closed worlds', () => {
  const a = '{type: object, required: [a], properties: {a: {type: integer}}}';
  const b = '{type: object, required: [b], properties: {b: {type: integer}}}';
  const schemas = `{A: ${a}, B: ${b}}`;
  const A = "{$ref: '#/components/schemas/A'}";
  const B = "{$ref: '#/components/schemas/B'}";
  check([
    ['an unknown field', answering(A, schemas), answer({ a: 1, x: 1 }), BODY],
    ['allOf: the union', answering(`{allOf: [${A}, ${B}]}`, schemas), answer({ a: 1, b: 1 })],
    [
      'allOf: beside the union',
      answering(`{allOf: [${A}, ${B}]}`, schemas),
      answer({ a: 1, b: 1, c: 1 }),
      BODY,
    ],
    [
      'allOf with properties beside it',
      answering(`{allOf: [${A}], properties: {c: {type: integer}}, required: [c]}`, schemas),
      answer({ a: 1, c: 1 }),
    ],
    [
      'oneOf and properties beside it',
      answering(
        `{type: object, required: [c], properties: {c: {type: integer}}, oneOf: [${A}, ${B}]}`,
        schemas,
      ),
      answer({ c: 1, b: 1 }),
    ],
    [
      'fields of two alternatives of oneOf',
      answering(`{oneOf: [${A}, ${B}]}`, schemas),
      answer({ a: 1, b: 1 }),
      BODY,
    ],
    [
      'fields of two alternatives of anyOf',
      answering(`{anyOf: [${A}, ${B}]}`, schemas),
      answer({ a: 1, b: 1 }),
    ],
    [
      'a partial example of oneOf',
      answering(
        '{oneOf: [{type: object, required: [kind, lives], properties: {kind: {enum: [cat]}, lives: {type: integer}, name: {type: string}}}, {type: object, required: [kind, tricks], properties: {kind: {enum: [dog]}, tricks: {type: array, items: {}}, name: {type: string}}}]}',
      ),
      answer({ name: 'x' }),
      ABSENT,
    ],
    [
      'a partial example of oneOf: the type decides',
      answering(
        '{oneOf: [{type: object, required: [kind, lives], properties: {kind: {enum: [cat]}, lives: {type: integer}}}, {type: object, required: [kind, tricks], properties: {kind: {enum: [dog]}, tricks: {type: integer}}}]}',
      ),
      answer({ kind: 'cat', tricks: 1 }),
      BODY,
    ],
    [
      'a nested unknown field',
      answering(`{type: object, required: [n], properties: {n: {allOf: [${A}, ${B}]}}}`, schemas),
      answer({ n: { z: 1 } }),
      BODY,
    ],
    [
      'properties declared at two depths are one',
      answering(
        `{allOf: [{type: object, required: [n], properties: {n: ${A}}}, {type: object, properties: {n: ${B}}}]}`,
        schemas,
      ),
      answer({ n: { a: 1, b: 2 } }),
    ],
    [
      'additionalProperties: false in one part',
      answering(
        `{allOf: [{type: object, required: [a], additionalProperties: false, properties: {a: {type: integer}}}, ${B}]}`,
        schemas,
      ),
      answer({ a: 1 }),
    ],
    [
      'additionalProperties: true promises nothing',
      answering(
        '{type: object, required: [a], additionalProperties: true, properties: {a: {type: integer}}}',
      ),
      answer({ a: 1, z: 1 }),
      BODY,
    ],
    [
      'a map promises its values',
      answering('{type: object, additionalProperties: {type: integer}}'),
      answer({ x: 1 }),
      ABSENT,
    ],
    [
      'a map promises its values, wrong',
      answering('{type: object, additionalProperties: {type: integer}}'),
      answer({ x: 'y' }),
      BODY,
    ],
    [
      'an empty schema promises nothing and forbids nothing',
      answering('{}'),
      answer({ x: 'y' }),
      ABSENT,
    ],
    ['an object without properties', answering('{type: object}'), answer({ x: 'y' }), BODY],
    [
      'unevaluatedProperties: false over allOf',
      answering(`{allOf: [${A}, ${B}], unevaluatedProperties: false}`, schemas, '3.1.0'),
      answer({ a: 1, b: 1 }),
    ],
    [
      'a request with unevaluatedProperties',
      taking(
        `{allOf: [${A}], properties: {c: {}}, unevaluatedProperties: false}`,
        schemas,
        '3.1.0',
      ),
      send({ a: 1, c: 1, d: 1 }),
      SENT,
    ],
    [
      'a request with unevaluatedProperties, all known',
      taking(
        `{allOf: [${A}], properties: {c: {}}, unevaluatedProperties: false}`,
        schemas,
        '3.1.0',
      ),
      send({ a: 1, c: 1 }),
    ],
    ['a request is open', taking(A, schemas), send({ a: 1, z: 1 })],
    [
      'a request with additionalProperties: false',
      taking('{type: object, additionalProperties: false, properties: {a: {type: integer}}}'),
      send({ a: 1, z: 1 }),
      SENT,
    ],
    ['a request misses what is required', taking(A, schemas), send({}), SENT],
    [
      'a request fits two of oneOf',
      taking(
        '{oneOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {b: {type: integer}}}]}',
      ),
      send({ a: 1 }),
      SENT,
    ],
    [
      'a request fits two of anyOf',
      taking(
        '{anyOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {b: {type: integer}}}]}',
      ),
      send({ a: 1 }),
    ],
  ]);
});

describe('readOnly and writeOnly', () => {
  const user = `{type: object, required: [id, name, password], properties: {id: {type: integer, readOnly: true}, name: {type: string}, password: {type: string, writeOnly: true}}}`;
  const User = "{$ref: '#/components/schemas/User'}";
  check([
    [
      'readOnly is not needed in a request',
      taking(User, `{User: ${user}}`),
      send({ name: 'a', password: 'b' }),
    ],
    ['others are', taking(User, `{User: ${user}}`), send({ name: 'a' }), SENT],
    [
      'readOnly behind a reference',
      taking(
        '{type: object, required: [id], properties: {id: {allOf: [{$ref: "#/components/schemas/Id"}]}}}',
        '{Id: {type: integer, readOnly: true}}',
      ),
      send({}),
    ],
    [
      'required and readOnly in different parts',
      taking(
        `{allOf: [{type: object, properties: {id: {type: integer, readOnly: true}}}, {required: [id]}]}`,
      ),
      send({}),
    ],
    [
      'readOnly inside an array',
      taking(`{type: array, items: ${User}}`, `{User: ${user}}`),
      send([{ name: 'a', password: 'b' }]),
    ],
    [
      'writeOnly is never answered',
      answering(User, `{User: ${user}}`),
      answer({ password: 'x' }),
      BODY,
    ],
    ['readOnly is answered', answering(User, `{User: ${user}}`), answer({ id: 1 })],
    [
      'a writeOnly field in one alternative',
      answering(
        `{oneOf: [${User}, {type: object, required: [password], properties: {password: {type: string}}}]}`,
        `{User: ${user}}`,
      ),
      answer({ password: 'x' }),
    ],
  ]);
});

describe('discriminators', () => {
  const pets = `{
    Pet: {type: object, required: [kind], properties: {kind: {type: string}, name: {type: string}}, discriminator: {propertyName: kind, mapping: {kitty: '#/components/schemas/Cat', dog: Dog}}},
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, required: [lives], properties: {lives: {type: integer}}}]},
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, required: [tricks], properties: {tricks: {type: array, items: {type: string}}}}]},
    Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {type: object, required: [age], properties: {age: {type: integer}}}]},
    Either: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {kitty: '#/components/schemas/Cat', dog: Dog}}}
  }`;
  const Pet = "{$ref: '#/components/schemas/Pet'}";
  const Either = "{$ref: '#/components/schemas/Either'}";
  check([
    ['mapping to a reference', answering(Either, pets), answer({ kind: 'kitty', lives: 9 })],
    ['mapping to a name', answering(Either, pets), answer({ kind: 'dog', tricks: ['roll'] })],
    [
      'the mapped one decides',
      answering(Either, pets),
      answer({ kind: 'kitty', tricks: ['roll'] }),
      BODY,
    ],
    ['a value of no mapping', answering(Either, pets), answer({ kind: 'fish', lives: 9 }), BODY],
    ['inheritance: the heir is meant', answering(Pet, pets), answer({ kind: 'kitty', lives: 9 })],
    [
      'inheritance: the heir by its name',
      answering(Pet, pets),
      answer({ kind: 'Puppy', tricks: [], age: 1 }),
    ],
    [
      'inheritance: field of another heir',
      answering(Pet, pets),
      answer({ kind: 'dog', lives: 9 }),
      BODY,
    ],
    ['inheritance in a request', taking(Pet, pets), send({ kind: 'kitty' }), SENT],
    ['inheritance in a request, complete', taking(Pet, pets), send({ kind: 'kitty', lives: 1 })],
    [
      'inheritance in a request, wrong',
      taking(Pet, pets),
      send({ kind: 'dog', tricks: 'x' }),
      SENT,
    ],
    [
      'an heir inside an array',
      answering(`{type: array, items: ${Pet}}`, pets),
      answer([
        { kind: 'kitty', lives: 9 },
        { kind: 'dog', tricks: ['x'] },
      ]),
    ],
    ['the discriminator is missing in an answer', answering(Either, pets), answer({ lives: 9 })],
    ['the discriminator is missing in a request', taking(Either, pets), send({ lives: 9 }), SENT],
  ]);
});

describe('references', () => {
  check([
    [
      'anchors',
      answering(
        "{$ref: '#thing'}",
        '{T: {$anchor: thing, type: object, required: [a], properties: {a: {type: integer}}}}',
        '3.1.0',
      ),
      answer({ a: 'x' }),
      BODY,
    ],
    [
      'identifiers',
      answering(
        "{$ref: 'https://x.test/thing'}",
        '{T: {$id: https://x.test/thing, type: object, required: [a], properties: {a: {type: integer}}}}',
        '3.1.0',
      ),
      answer({ a: 'x' }),
      BODY,
    ],
    [
      'relative to the identifier around',
      answering(
        "{$ref: 'https://x.test/s/list'}",
        '{T: {$id: https://x.test/s/list, type: array, items: {$ref: item}}, I: {$id: https://x.test/s/item, type: integer}}',
        '3.1.0',
      ),
      answer(['x']),
      BODY,
    ],
    [
      'definitions inside an identified schema',
      answering(
        "{$ref: 'https://x.test/s/list'}",
        "{T: {$id: https://x.test/s/list, type: array, items: {$ref: '#/$defs/i'}, $defs: {i: {type: integer}}}}",
        '3.1.0',
      ),
      answer(['x']),
      BODY,
    ],
    [
      'siblings of a reference count in 3.1',
      answering("{$ref: '#/components/schemas/T', maximum: 5}", '{T: {type: integer}}', '3.1.0'),
      answer(6),
      BODY,
    ],
    [
      'siblings of a reference do not count in 3.0',
      answering("{$ref: '#/components/schemas/T', maximum: 5}", '{T: {type: integer}}'),
      answer(6),
    ],
    [
      'dynamic references',
      answering(
        "{$ref: '#/components/schemas/Strings'}",
        "{Tree: {$id: https://x.test/tree, $dynamicAnchor: node, type: object, required: [value], properties: {value: {}, kids: {type: array, items: {$dynamicRef: '#node'}}}}, Strings: {$id: https://x.test/strings, $dynamicAnchor: node, $ref: tree, required: [kids], properties: {value: {type: string}}}}",
        '3.1.0',
      ),
      answer({ value: 'a', kids: [{ value: 5 }] }),
      BODY,
    ],
    [
      'cycles',
      answering(
        "{$ref: '#/components/schemas/T'}",
        "{T: {type: object, required: [n, v], properties: {v: {type: integer}, n: {$ref: '#/components/schemas/T'}}}}",
      ),
      answer({ n: { n: { v: 'x' } } }),
      BODY,
    ],
    [
      'references to references',
      answering(
        "{$ref: '#/components/schemas/A'}",
        "{A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/C'}, C: {type: integer}}",
      ),
      answer('x'),
      BODY,
    ],
    [
      'escaped pointers',
      answering("{$ref: '#/components/schemas/a~1b%20c'}", "{'a/b c': {type: integer}}"),
      answer('x'),
      BODY,
    ],
    [
      'into the middle of another schema',
      answering(
        "{$ref: '#/components/schemas/A/properties/x'}",
        '{A: {type: object, properties: {x: {type: integer}}}}',
      ),
      answer('x'),
      BODY,
    ],
    [
      'into a path',
      answering(
        "{$ref: '#/paths/~1things/get/responses/404/content/application~1json/schema'}",
      ).replace(
        'responses: {200',
        'responses: {404: {description: no, content: {application/json: {schema: {type: integer}}}}, 200',
      ),
      answer('x'),
      BODY,
    ],
    [
      'one that names nothing',
      answering(
        "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/Nope'}}}",
      ),
      answer({ a: 1 }),
      { errors: ['document.reference.unresolved'] },
    ],
    [
      'one that names nothing, elsewhere',
      answering(
        "{type: object, required: [a], properties: {a: {type: integer}, b: {$ref: '#/components/schemas/Nope'}}}",
      ),
      answer({ a: 1 }),
    ],
    [
      'responses, headers and bodies by reference',
      `paths: {/things: {get: {requestBody: {$ref: '#/components/requestBodies/B'}, responses: {200: {$ref: '#/components/responses/R'}}}}}
components: {requestBodies: {B: {required: true, content: {application/json: {schema: {type: object}}}}}, responses: {R: {description: ok, headers: {X-N: {$ref: '#/components/headers/N'}}}}, headers: {N: {schema: {type: integer}}}}`,
      {
        request: { headers: { 'Content-Type': 'application/json' }, body: json([]) },
        response: { headers: { 'X-N': 'x' } },
      },
      { errors: ['request.body.incompatible', 'response.header.incompatible'] },
    ],
    [
      'a media type by reference, of 3.2',
      `openapi: 3.2.0
paths: {/things: {get: {responses: {200: {description: ok, content: {application/json: {$ref: '#/components/mediaTypes/M'}}}}}}}
components: {mediaTypes: {M: {schema: {type: integer}}}}`,
      answer('x'),
      BODY,
    ],
  ]);
});

describe('matching rules of an answer', () => {
  const field = (schema: string, openapi = '3.0.3') =>
    answering(`{type: object, required: [a], properties: {a: ${schema}}}`, '{}', openapi);
  const NULL: Expected = { open: ['response.body.may-be-null'] };
  const WIDER: Expected = { open: ['response.body.wider'] };
  check([
    ['type', field('{type: string}'), answer({ a: 'x' }, rule('$.a', { match: 'type' }))],
    [
      'type, and the field may be absent',
      answering('{type: object, properties: {a: {type: string}}}'),
      answer({ a: 'x' }, rule('$.a', { match: 'type' })),
      ABSENT,
    ],
    [
      'type, and the field may be null',
      field('{type: string, nullable: true}'),
      answer({ a: 'x' }, rule('$.a', { match: 'type' })),
      NULL,
    ],
    [
      'null of 3.1',
      field('{type: [string, "null"]}', '3.1.0'),
      answer({ a: 'x' }, rule('$.a', { match: 'type' })),
      NULL,
    ],
    [
      'null as an alternative',
      field('{oneOf: [{type: string}, {type: "null"}]}', '3.1.0'),
      answer({ a: 'x' }, rule('$.a', { match: 'type' })),
      NULL,
    ],
    [
      'type, and another type may come',
      field('{oneOf: [{type: string}, {type: integer}]}'),
      answer({ a: 'x' }, rule('$.a', { match: 'type' })),
      BODY,
    ],
    [
      'integer where numbers come',
      field('{type: number}'),
      answer({ a: 1 }, rule('$.a', { match: 'integer' })),
      BODY,
    ],
    [
      'number where integers come',
      field('{type: integer}'),
      answer({ a: 1 }, rule('$.a', { match: 'number' })),
    ],
    [
      'decimal where integers come',
      field('{type: integer}'),
      answer({ a: 1 }, rule('$.a', { match: 'decimal' })),
      BODY,
    ],
    [
      'an expression that knows all of an enum',
      field('{enum: [on, off]}'),
      answer({ a: 'on' }, rule('$.a', { match: 'regex', regex: '^(on|off)$' })),
    ],
    [
      'an expression that misses one of an enum',
      field('{enum: [on, off, broken]}'),
      answer({ a: 'on' }, rule('$.a', { match: 'regex', regex: '^(on|off)$' })),
      WIDER,
    ],
    [
      'an expression where anything comes',
      field('{type: string}'),
      answer({ a: '12' }, rule('$.a', { match: 'regex', regex: '^[0-9]+$' })),
      WIDER,
    ],
    [
      'the same expression as the pattern',
      field("{type: string, pattern: '^[0-9]{3}$'}"),
      answer({ a: '123' }, rule('$.a', { match: 'regex', regex: '^[0-9]{3}$' })),
    ],
    [
      'a wider expression than the pattern',
      field("{type: string, pattern: '^[0-9]{3}$'}"),
      answer({ a: '123' }, rule('$.a', { match: 'regex', regex: '^[0-9]+$' })),
    ],
    [
      'an expression no value of the format fits',
      field('{type: string, format: date-time}'),
      answer(
        { a: '2020-01-01T10:00:00Z' },
        rule('$.a', { match: 'regex', regex: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z$' }),
      ),
      WIDER,
    ],
    [
      'a rule for every element',
      answering(
        '{type: array, items: {type: object, required: [n], properties: {n: {oneOf: [{type: integer}, {type: string}]}}}}',
      ),
      answer([{ n: 1 }], {
        body: {
          $: { matchers: [{ match: 'type', min: 1 }] },
          '$[*].n': { matchers: [{ match: 'integer' }] },
        },
      }),
      BODY,
    ],
    [
      'a rule above cascades',
      answering(
        '{type: object, required: [o], properties: {o: {type: object, required: [a], properties: {a: {oneOf: [{type: string}, {type: integer}]}}}}}',
      ),
      answer({ o: { a: 'x' } }, rule('$.o', { match: 'type' })),
      BODY,
    ],
    [
      'the example breaks its own schema although the rule is loose',
      field('{type: integer}'),
      answer({ a: 'x' }, rule('$.a', { match: 'type' })),
      BODY,
    ],
    ['no rule: the example is one of the values', field('{enum: [on, off]}'), answer({ a: 'on' })],
    [
      'date and time in the form of the rule',
      field('{type: string, format: date}'),
      answer({ a: '2020-01-31' }, rule('$.a', { match: 'date', format: 'yyyy-MM-dd' })),
    ],
    ['boolean', field('{type: boolean}'), answer({ a: true }, rule('$.a', { match: 'boolean' }))],
    [
      'rules of specification 2',
      field('{oneOf: [{type: string}, {type: integer}]}'),
      {
        version: '2.0.0',
        response: {
          headers: { 'Content-Type': 'application/json' },
          body: { a: 'x' },
          matchingRules: { '$.body.a': { match: 'type' } },
        },
      },
      BODY,
    ],
    [
      'each value of a map',
      answering('{type: object, additionalProperties: {oneOf: [{type: integer}, {type: string}]}}'),
      answer(
        { x: 1 },
        rule('$', { match: 'eachValue', rules: [{ match: 'integer' }], value: '{}' }),
      ),
      BODY,
    ],
    [
      'array contains',
      answering('{type: array, items: {oneOf: [{type: integer}, {type: string}]}}'),
      answer(
        [1],
        rule('$', {
          match: 'arrayContains',
          variants: [
            { index: 0, rules: { $: { matchers: [{ match: 'integer' }] } }, generators: {} },
          ],
        }),
      ),
    ],
    [
      'a header',
      `paths: {/things: {get: {responses: {200: {description: ok, headers: {X-N: {required: true, schema: {type: string}}}}}}}}`,
      {
        response: {
          headers: { 'X-N': ['12'] },
          matchingRules: {
            header: { 'X-N': { matchers: [{ match: 'regex', regex: '^[0-9]+$' }] } },
          },
        },
      },
      { open: ['response.header.wider'] },
    ],
  ]);
});

describe('matching rules of a request', () => {
  const field = (schema: string) =>
    taking(`{type: object, required: [a], properties: {a: ${schema}}}`);
  const WIDER: Expected = { open: ['request.body.wider'] };
  const query = (schema: string) =>
    `paths: {/things: {get: {parameters: [{name: q, in: query, schema: ${schema}}], ${ok}}}}`;
  const asked = (q: string, ...matchers: readonly object[]): Exchange => ({
    request: { query: { q: [q] }, matchingRules: { query: { q: { matchers } } } },
  });
  const path = (schema: string) =>
    `paths: {'/t/{id}': {get: {parameters: [{name: id, in: path, required: true, schema: ${schema}}], ${ok}}}}`;
  const at = (to: string, ...matchers: readonly object[]): Exchange => ({
    request: { path: to, matchingRules: { path: { matchers } } },
  });
  check([
    [
      'integer where numbers go',
      field('{type: number}'),
      send({ a: 1 }, rule('$.a', { match: 'integer' })),
    ],
    [
      'number where integers go',
      field('{type: integer}'),
      send({ a: 1 }, rule('$.a', { match: 'number' })),
      SENT,
    ],
    [
      'decimal where integers go',
      field('{type: integer}'),
      send({ a: 1 }, rule('$.a', { match: 'decimal' })),
      SENT,
    ],
    [
      'type where an enum goes',
      field('{type: string, enum: [on, off]}'),
      send({ a: 'on' }, rule('$.a', { match: 'type' })),
      WIDER,
    ],
    [
      'an expression inside an enum',
      field('{enum: [on, off, broken]}'),
      send({ a: 'on' }, rule('$.a', { match: 'regex', regex: '^(on|off)$' })),
    ],
    [
      'an expression beyond an enum',
      field('{enum: [on]}'),
      send({ a: 'on' }, rule('$.a', { match: 'regex', regex: '^(on|off)$' })),
      SENT,
    ],
    [
      'an expression beyond the pattern',
      field("{type: string, pattern: '^[a-z]+$'}"),
      send({ a: 'on' }, rule('$.a', { match: 'regex', regex: '^[a-z0-9]+$' })),
      SENT,
    ],
    [
      'an expression in the query',
      query('{type: integer}'),
      asked('1', { match: 'regex', regex: '^[0-9a-f]+$' }),
      { errors: ['request.query.incompatible'] },
    ],
    [
      'an expression in the query, inside',
      query('{type: integer}'),
      asked('1', { match: 'regex', regex: '^[0-9]+$' }),
    ],
    [
      'an expression in the path',
      path('{type: integer}'),
      at('/t/1', { match: 'regex', regex: '^/t/[0-9]+$' }),
    ],
    [
      'an expression in the path beyond the schema',
      path('{type: integer}'),
      at('/t/1', { match: 'regex', regex: '^/t/[0-9a-z]+$' }),
      NO_ROUTE,
    ],
    [
      'a list that may be longer',
      field('{type: array, maxItems: 2, items: {type: integer}}'),
      send({ a: [1] }, rule('$.a', { match: 'type', min: 1, max: 5 })),
      WIDER,
    ],
    [
      'boolean where strings go',
      field('{oneOf: [{type: boolean}, {type: string}]}'),
      send({ a: true }, rule('$.a', { match: 'boolean' })),
    ],
  ]);
});

describe('documents with defects', () => {
  check([
    [
      'no responses at all',
      'paths: {/things: {get: {}}}',
      {},
      { errors: ['response.status.unknown'] },
    ],
    [
      'no type beside properties',
      answering('{required: [a], properties: {a: {type: integer}}}'),
      answer({ a: 'x' }),
      BODY,
    ],
    [
      'required as a boolean',
      answering('{type: object, properties: {a: {type: integer, required: true}}}'),
      answer({ a: 1 }),
      ABSENT,
    ],
    [
      'an example that does not fit',
      answering(
        '{type: object, required: [a], example: 7, properties: {a: {type: integer, example: x}}}',
      ),
      answer({ a: 1 }),
    ],
    ['an expression that is none', answering("{type: string, pattern: '['}"), answer('x')],
    [
      'possessive and inline flags',
      answering("{type: string, pattern: '(?i)^abc$'}"),
      answer('ABC'),
    ],
    [
      'status as a number and parameters without a schema',
      'paths: {/things: {get: {parameters: [{name: q, in: query}], responses: {200: {}}}}}',
      { request: { query: { q: ['x'] } } },
    ],
    [
      'a path parameter that is nowhere declared',
      `paths: {'/a/{b}': {get: {${ok}}}}`,
      { request: { path: '/a/x' } },
    ],
    ['a path that lacks its slash', `paths: {things: {get: {${ok}}}}`, {}],
    [
      'type with a list in 3.0',
      answering('{type: [string, "null"]}'),
      answer('x'),
      { open: ['response.body.may-be-null'] },
    ],
    [
      'an enum with null but not nullable',
      answering('{type: string, enum: [a, null]}'),
      answer('a'),
    ],
    ['unknown type file', answering('{type: file}'), answer('x')],
    ['duplicate templates', paths(get('/a/{x}'), get('/a/{y}')), { request: { path: '/a/1' } }],
    [
      'a query in the path',
      `paths: {'/things?v=1': {get: {${ok}}}}`,
      { request: { query: { v: ['1'] } } },
    ],
  ]);
});

describe('more of references and composition', () => {
  check([
    [
      'a discriminator inside allOf of an alternative',
      answering(
        "{oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Cash'}], discriminator: {propertyName: type}}",
        '{Base: {type: object, required: [type], properties: {type: {type: string}}}, Card: {allOf: [{$ref: "#/components/schemas/Base"}, {type: object, required: [number], properties: {number: {type: string}}}]}, Cash: {allOf: [{$ref: "#/components/schemas/Base"}, {type: object, required: [amount], properties: {amount: {type: number}}}]}}',
      ),
      answer({ type: 'Cash', number: '1' }),
      BODY,
    ],
    [
      'a discriminator whose value is matched by type',
      answering(
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k}}",
        '{A: {type: object, required: [k, a], properties: {k: {type: string}, a: {type: integer}}}, B: {type: object, required: [k, b], properties: {k: {type: string}, b: {type: integer}}}}',
      ),
      answer({ k: 'A', a: 1 }, rule('$', { match: 'type' })),
    ],
    [
      'an inherited discriminator two levels up',
      answering(
        "{$ref: '#/components/schemas/Top'}",
        `{Top: {type: object, required: [k], properties: {k: {type: string}}, discriminator: {propertyName: k}},
          Mid: {allOf: [{$ref: '#/components/schemas/Top'}, {type: object, required: [m], properties: {m: {type: integer}}}]},
          Low: {allOf: [{$ref: '#/components/schemas/Mid'}, {type: object, required: [l], properties: {l: {type: integer}}}]}}`,
      ),
      answer({ k: 'Low', m: 1, l: 'x' }),
      BODY,
    ],
    [
      'a discriminator of Swagger 2',
      `swagger: '2.0'
openapi: null
produces: [application/json]
paths: {/things: {get: {responses: {200: {description: ok, schema: {$ref: '#/definitions/Pet'}}}}}}
definitions: {Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}, Cat: {allOf: [{$ref: '#/definitions/Pet'}, {type: object, required: [lives], properties: {lives: {type: integer}}}]}}`,
      answer({ kind: 'Cat', lives: 'x' }),
      BODY,
    ],
    [
      'x-nullable of Swagger 2',
      `swagger: '2.0'
openapi: null
produces: [application/json]
paths: {/things: {get: {responses: {200: {description: ok, schema: {type: object, required: [a], properties: {a: {type: string, x-nullable: true}}}}}}}}`,
      answer({ a: null }),
    ],
    [
      'a form of Swagger 2',
      `swagger: '2.0'
openapi: null
consumes: [application/x-www-form-urlencoded]
paths: {/things: {get: {parameters: [{name: n, in: formData, type: integer, required: true}], responses: {200: {description: ok}}}}}`,
      {
        request: {
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body: json('n=x', 'application/x-www-form-urlencoded'),
        },
      },
      SENT,
    ],
    [
      'oneOf inside allOf',
      answering(
        '{allOf: [{type: object, required: [id], properties: {id: {type: integer}}}, {oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [b], properties: {b: {type: integer}}}]}]}',
      ),
      answer({ id: 1, b: 'x' }),
      BODY,
    ],
    [
      'allOf inside oneOf inside an array',
      answering(
        '{type: array, items: {oneOf: [{allOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [c], properties: {c: {type: string}}}]}, {type: object, required: [b], properties: {b: {type: string}}}]}}',
      ),
      answer([{ a: 'x', c: 'y' }, { b: 'z' }]),
    ],
    [
      'anyOf of required alone',
      taking(
        '{type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}',
      ),
      send({}),
      SENT,
    ],
    [
      'oneOf of required alone, in an answer that names neither',
      answering(
        '{type: object, required: [c], properties: {a: {}, b: {}, c: {type: integer}}, oneOf: [{required: [a]}, {required: [b]}]}',
      ),
      answer({ c: 1 }),
    ],
    [
      'a reference beside allOf keeps the world closed',
      answering(
        "{allOf: [{$ref: '#/components/schemas/P'}], type: object, properties: {n: {type: integer}}, required: [n]}",
        '{P: {type: object, required: [id], properties: {id: {type: integer}}}}',
      ),
      answer({ id: 1, n: 1, z: 1 }),
      BODY,
    ],
    [
      'recursion through alternatives',
      answering(
        "{$ref: '#/components/schemas/V'}",
        "{V: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/V'}}, {type: object, additionalProperties: {$ref: '#/components/schemas/V'}}]}}",
      ),
      answer([['a', [1]]]),
      BODY,
    ],
    [
      'pattern properties are declared',
      answering("{type: object, patternProperties: {'^[a-z]{2}$': {type: string}}}", '{}', '3.1.0'),
      answer({ en: 'Hello', eng: 'x' }),
      { errors: BODY.errors ?? [] },
    ],
    [
      'content of a text',
      answering('{type: string, contentMediaType: application/json}', '{}', '3.1.0'),
      answer('no json'),
    ],
    [
      'boolean schemas',
      answering('{type: object, required: [a], properties: {a: true, b: false}}', '{}', '3.1.0'),
      answer({ a: 1, b: 1 }),
      BODY,
    ],
    [
      'minimum behind two references',
      taking(
        "{type: object, properties: {n: {$ref: '#/components/schemas/Positive'}}}",
        "{Positive: {allOf: [{$ref: '#/components/schemas/Int'}, {minimum: 1}]}, Int: {type: integer}}",
      ),
      send({ n: 0 }),
      SENT,
    ],
  ]);
});

describe('more of bodies and headers', () => {
  check([
    [
      'text that is described',
      'paths: {/things: {get: {responses: {200: {description: ok, content: {text/plain: {schema: {type: string, enum: [yes!, no!]}}}}}}}}',
      {
        response: {
          headers: { 'Content-Type': 'text/plain' },
          body: json('perhaps', 'text/plain'),
        },
      },
      BODY,
    ],
    [
      'a multipart body',
      'paths: {/things: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object, required: [n, file], properties: {n: {type: integer}, file: {type: string, format: binary}}}}}}, responses: {200: {description: ok}}}}}',
      {
        request: {
          method: 'POST',
          headers: { 'Content-Type': 'multipart/form-data; boundary=X' },
          body: json(
            '--X\r\nContent-Disposition: form-data; name="n"\r\n\r\nseven\r\n--X\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc\r\n--X--\r\n',
            'multipart/form-data; boundary=X',
          ),
        },
      },
      SENT,
    ],
    [
      'JSON in the pact as base64',
      answering('{type: object, required: [a], properties: {a: {type: integer}}}'),
      {
        response: {
          headers: { 'Content-Type': 'application/json' },
          body: {
            content: Buffer.from('{"a":"x"}').toString('base64'),
            contentType: 'application/json',
            encoded: 'base64',
          },
        },
      },
      BODY,
    ],
    [
      'a header of several values in its type',
      'paths: {/things: {get: {responses: {200: {description: ok, headers: {X-Left: {required: true, schema: {type: integer}}}}}}}}',
      { response: { headers: { 'x-left': ['many'] } } },
      { errors: ['response.header.incompatible'] },
    ],
    [
      'a header nobody declares',
      'paths: {/things: {get: {responses: {200: {description: ok}}}}}',
      { response: { headers: { 'X-Own': 'a' } } },
      { errors: ['response.header.unknown'] },
    ],
    [
      'a body where there is none to be sent',
      'paths: {/things: {get: {responses: {200: {description: ok}}}}}',
      { response: { body: json([]) } },
      { errors: ['response.body.unknown'] },
    ],
    [
      'another status of the same class',
      'paths: {/things: {get: {responses: {200: {description: ok}}}}}',
      { response: { status: 201 } },
      { errors: ['response.status.unknown'] },
    ],
    [
      'a body of the default response',
      'paths: {/things: {get: {responses: {200: {description: ok}, default: {description: no, content: {application/json: {schema: {type: object, required: [code], properties: {code: {type: integer}}}}}}}}}}',
      {
        response: {
          status: 500,
          headers: { 'Content-Type': 'application/json' },
          body: json({ code: 'x' }),
        },
      },
      BODY,
    ],
    [
      'a request that is meant to be refused may be wrong, its answer may not',
      `paths: {/things: {get: {requestBody: {required: true, content: {application/json: {schema: {type: object, required: [a], properties: {a: {}}}}}}, responses: {422: {description: no, content: {application/json: {schema: {type: object, required: [error], properties: {error: {type: string}}}}}}}}}}`,
      {
        request: { headers: { 'Content-Type': 'application/json' }, body: json({}) },
        response: {
          status: 422,
          headers: { 'Content-Type': 'application/json' },
          body: json({ error: 7 }),
        },
      },
      BODY,
    ],
  ]);
});
