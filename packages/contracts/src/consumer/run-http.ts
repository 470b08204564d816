import type { PactV4 } from '@pact-foundation/pact';
import { ContractsError } from '../model/error.ts';
import { exampleIn } from './example.ts';
import type { Example, PlainHttpDeclaration } from './interaction.ts';
import { chosenVariants, described, runEach, statesFor } from './variants.ts';

type Interaction = ReturnType<PactV4['addInteraction']>;
type BodyBuilder = { jsonBody(body: unknown): unknown };
type Test = (
  server: { readonly url: string; readonly port: number },
  example: Example<unknown>,
) => Promise<unknown>;

/** Writes an interaction for every variant of a declaration, and runs the test for each. */
export function runHttp(
  addInteraction: () => Interaction,
  declaration: PlainHttpDeclaration,
  test: Test,
): Promise<void> {
  const { given, uponReceiving, withRequest, willRespondWith } = declaration;
  const path = pathOf(withRequest);
  const variants = chosenVariants({
    request: { template: withRequest.body, sender: 'consumer' },
    response: { template: willRespondWith.body, sender: 'provider' },
  });
  return runEach(variants, async (variant) => {
    const { request, response } = variant.values;
    const interaction = addInteraction();
    for (const { name, params } of statesFor(given, variant)) {
      interaction.given(name, params as never);
    }
    await interaction
      .uponReceiving(described(uponReceiving, variant.name))
      .withRequest(withRequest.method.toUpperCase(), path.template as string, (builder) => {
        if (withRequest.query !== undefined) builder.query(queryOf(withRequest.query) as never);
        if (withRequest.headers !== undefined) builder.headers(withRequest.headers as never);
        setBody(builder, request);
      })
      .willRespondWith(willRespondWith.status, (builder) => {
        if (willRespondWith.headers !== undefined) {
          builder.headers(willRespondWith.headers as never);
        }
        setBody(builder, response);
      })
      .executeTest((server) =>
        test(server, {
          variant: variant.name,
          request: { path: path.example, body: exampleIn(request) },
        }),
      );
  });
}

function setBody(builder: BodyBuilder, body: unknown): void {
  if (body === undefined) return;
  // pact-js takes a text for JSON that is written already.
  builder.jsonBody(typeof body === 'string' ? JSON.stringify(body) : body);
}

function queryOf(query: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const text = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? value : String(value);
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(text) : text(value)]),
  );
}

interface FilledPath {
  /** A text, or a matcher for it. */
  readonly template: unknown;
  readonly example: string;
}

/** Puts the parameters in; where one is a matcher by expression, so is the whole path. */
function pathOf({ path, pathParameters = {} }: PlainHttpDeclaration['withRequest']): FilledPath {
  let hasExpression = false;
  let example = '';
  let expression = '';
  for (const [at, piece] of path.split(/\{([^}]*)\}/).entries()) {
    if (at % 2 === 0) {
      example += piece;
      expression += escaped(piece);
      continue;
    }
    const given = Object.hasOwn(pathParameters, piece) ? pathParameters[piece] : undefined;
    const value = exampleIn(given);
    if (value === undefined || value === null) throw missing(path, piece);
    const text = encodeURIComponent(String(value));
    const regex = (given as { regex?: unknown }).regex;
    hasExpression ||= typeof given === 'object';
    example += text;
    expression +=
      typeof given !== 'object'
        ? escaped(text)
        : typeof regex === 'string'
          ? `(${unanchored(regex)})`
          : '[^/]+';
  }
  if (!hasExpression) return { template: example, example };
  return {
    template: { 'pact:matcher:type': 'regex', regex: `^${expression}$`, value: example },
    example,
  };
}

function unanchored(regex: string): string {
  return regex.replace(/^\^/, '').replace(/\$$/, '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function missing(path: string, name: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_OPTION_INVALID',
    `The path ${path} has a parameter ${name}, and pathParameters gives it no value.`,
    'Give each parameter of the path a text, a number, or a matcher with an example.',
  );
}
