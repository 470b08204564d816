import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchMessage, matchRequest, matchResponse } from '../../src/matching/match-interaction.ts';
import type { Mismatch } from '../../src/matching/model.ts';
import { readMessage, readRequest, readResponse } from '../../src/pact/interactions.ts';
import { casesFolder } from '../compare/cases.ts';

const folder = join(casesFolder, 'pact-specification');

interface SpecificationCase {
  readonly match: boolean;
  readonly expected: unknown;
  readonly actual: unknown;
}

interface Named {
  readonly name: string;
  readonly major: number;
  readonly kind: string;
  readonly file: string;
}

/** Where this matcher does something else, and why. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['1 request/query/different param order.json', 'names may come in any order, as since version 2'],
  ['1 request/query/trailing amperand.json', 'an empty parameter says nothing, as since version 2'],
]);

/** XML is not compared by this matcher. */
function cases(): readonly Named[] {
  if (!existsSync(folder)) return [];
  return [1, 1.1, 2, 3, 4].flatMap((version) => {
    const at = join(folder, `version-${version}`, 'testcases');
    return readdirSync(at, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json') && !/xml/i.test(name))
      .sort()
      .map((name) => ({
        name: `${version} ${name}`,
        major: Math.floor(version),
        kind: name.split(/[\\/]/)[0] ?? '',
        file: join(at, name),
      }));
  });
}

function mismatches({ major, kind, file }: Named): { match: boolean; found: readonly Mismatch[] } {
  const { match, expected, actual }: SpecificationCase = JSON.parse(
    readFileSync(file, 'utf8').replace(/^\uFEFF/, ''),
  );
  if (kind === 'request') {
    return { match, found: matchRequest(readRequest(expected, major), readRequest(actual, major)) };
  }
  if (kind === 'response') {
    return {
      match,
      found: matchResponse(readResponse(expected, major), readResponse(actual, major)),
    };
  }
  return { match, found: matchMessage(readMessage(expected, []), readMessage(actual, [])) };
}

describe.skipIf(!existsSync(folder))(
  `the cases of the Pact specification (needs ${folder})`,
  () => {
    it('are all there', () => {
      expect(cases().length).toBeGreaterThan(500);
    });

    it.each(cases().map((one) => [one.name, one] as const))('%s', (name, one) => {
      const { match, found } = mismatches(one);
      const wanted = DIFFERENCES.has(name) ? !match : match;
      expect({ match: found.length === 0, found: wanted ? found : [] }).toEqual({
        match: wanted,
        found: [],
      });
    });
  },
);
