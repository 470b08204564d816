import type { JsonValue } from '../../src/pact/lossless-json.ts';
import type { Exchange, NamedValue } from '../../src/recording/model.ts';

interface Sketch {
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  sent?: JsonValue;
  responseHeaders?: Record<string, string>;
}

/** `exchange('GET', '/orders/7', 200, {id: 7})`: one request and its answer, as JSON. */
export function exchange(
  method: string,
  path: string,
  status: number,
  body?: JsonValue,
  sketch: Sketch = {},
): Exchange {
  const json: NamedValue = ['content-type', 'application/json; charset=utf-8'];
  return {
    source: 'shop.har#0',
    request: {
      method,
      path,
      query: Object.entries(sketch.query ?? {}).flatMap(([name, values]) =>
        [values].flat().map((value): NamedValue => [name, value]),
      ),
      headers: [
        ...(sketch.sent === undefined ? [] : [json]),
        ...Object.entries(sketch.headers ?? {}),
      ],
      body: sketch.sent === undefined ? undefined : { kind: 'json', value: sketch.sent },
    },
    response: {
      status,
      headers: [
        ...(body === undefined ? [] : [json]),
        ...Object.entries(sketch.responseHeaders ?? {}),
      ],
      body: body === undefined ? undefined : { kind: 'json', value: body },
    },
  };
}
