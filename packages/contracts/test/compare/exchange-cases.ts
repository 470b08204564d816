import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

export interface Exchange {
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly version?: string;
}

/** What is wrong and (below `open`) what is an open promise; both empty if all is well. */
export interface Expected {
  readonly errors?: readonly string[];
  readonly open?: readonly string[];
}

export type Case = readonly [
  name: string,
  document: string,
  exchange: Exchange,
  expected?: Expected,
];

const openPromise = /\.(may-be-absent|may-be-null|wider)$/;

function verdict(document: string, { request, response, version = '4.0' }: Exchange): Expected {
  const value = {
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions: [
      {
        ...(version === '4.0' && { type: 'Synchronous/HTTP' }),
        description: 'an exchange',
        request: { method: 'GET', path: '/things', ...request },
        response: { status: 200, ...response },
      },
    ],
    metadata: { pactSpecification: { version } },
  };
  const { findings } = comparePacts(
    [{ source: 'pact.json', value }],
    parseApiDocument({ openapi: '3.0.3', ...parse(document) }),
  );
  const errors = findings.filter(({ severity }) => severity === 'error');
  const open = findings.filter(
    ({ code, severity }) => severity === 'warning' && openPromise.test(code),
  );
  const unique = (of: typeof findings) => [...new Set(of.map(({ code }) => code))].sort();
  return {
    ...(errors.length > 0 && { errors: unique(errors) }),
    ...(open.length > 0 && { open: unique(open) }),
  };
}

export function check(cases: readonly Case[]): void {
  it.each(cases.map(([name, ...rest]) => [name, rest] as const))('%s', (_name, rest) => {
    const [document, exchange, expected = {}] = rest;
    expect(verdict(document, exchange)).toEqual(expected);
  });
}

/** JSON body of a message of specification 4. */
export const json = (content: unknown, contentType = 'application/json') => ({
  content,
  contentType,
  encoded: false,
});
export const rule = (path: string, ...matchers: readonly object[]) => ({
  body: { [path]: { combine: 'AND', matchers } },
});
export const ok = 'responses: {200: {description: ok}}';
export const get = (path: string, more = '') => `  ${path}: {get: {${ok}${more}}}\n`;
export const paths = (...items: readonly string[]) => `paths:\n${items.join('')}`;
export const NO_ROUTE: Expected = { errors: ['request.path-or-method.unknown'] };

export const answering = (schema: string, schemas = '{}', openapi = '3.0.3') => `openapi: ${openapi}
paths: {/things: {get: {responses: {200: {description: ok, content: {application/json: {schema: ${schema}}}}}}}}
components: {schemas: ${schemas}}`;
export const taking = (schema: string, schemas = '{}', openapi = '3.0.3') => `openapi: ${openapi}
paths: {/things: {get: {requestBody: {content: {application/json: {schema: ${schema}}}}, ${ok}}}}
components: {schemas: ${schemas}}`;
export const BODY: Expected = { errors: ['response.body.incompatible'] };
export const SENT: Expected = { errors: ['request.body.incompatible'] };

/** An answer whose fields are not named by any rule. */
export const answer = (content: unknown, matchingRules?: object): Exchange => ({
  response: {
    headers: { 'Content-Type': 'application/json' },
    body: json(content),
    ...(matchingRules && { matchingRules }),
  },
});
export const send = (content: unknown, matchingRules?: object): Exchange => ({
  request: {
    headers: { 'Content-Type': 'application/json' },
    body: json(content),
    ...(matchingRules && { matchingRules }),
  },
});
export const ABSENT: Expected = { open: ['response.body.may-be-absent'] };
