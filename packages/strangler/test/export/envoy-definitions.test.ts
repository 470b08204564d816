import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readEnvoyDefinitions } from './envoy-definitions.ts';
import { FEATURES, textOf } from './features.ts';

// What `npm pack @grpc/grpc-js-xds` brings; .ci/run puts it there.
const usual = join(import.meta.dirname, '../../../../.cache/envoy/package/deps');
const folder = process.env.ASHLAR_ENVOY_DEFINITIONS ?? usual;
const found = existsSync(folder);
const missing = found ? '' : ' (skipped: not at hand; name a folder in ASHLAR_ENVOY_DEFINITIONS)';

describe.skipIf(!found)(`Envoy's published definitions${missing}`, () => {
  it('know every field that the export writes, for whatever a route can say', () => {
    const definitions = readEnvoyDefinitions(folder);
    let fields = 0;
    for (const [name, route] of FEATURES) {
      const text = textOf(route, 'envoy');
      const found = definitions.problems(text === '' ? {} : parse(text));
      expect(found.problems, name).toEqual([]);
      fields += found.fields;
    }
    expect(fields).toBeGreaterThan(1500);
  });

  it.each<[string, (bootstrap: { listeners: object[] }) => void, RegExp]>([
    [
      'a field that is not there',
      (all) => Object.assign(all, { x: 1 }),
      /static_resources\.x is not in/,
    ],
    ['a list that is none', (all) => Object.assign(all, { listeners: {} }), /listeners is no list/],
    [
      'a text for a number',
      (all) => Object.assign(all.listeners[0] ?? {}, { name: 7 }),
      /name is no string/,
    ],
  ])('refuse %s', (_, spoil, problem) => {
    const bootstrap = parse(textOf({}, 'envoy'));
    spoil(bootstrap.static_resources);
    expect(readEnvoyDefinitions(folder).problems(bootstrap).problems.join()).toMatch(problem);
  });
});
