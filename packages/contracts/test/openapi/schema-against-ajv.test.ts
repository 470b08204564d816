import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseApiDocument } from '../../src/openapi/document.ts';
import { rootNode } from '../../src/openapi/node.ts';
import { checkValue } from '../../src/openapi/schema/check.ts';
import { type Mode, REQUEST } from '../../src/openapi/schema/model.ts';
import { schema, value } from './random-schemas.ts';

const { references } = parseApiDocument({ openapi: '3.1.0' });

const ajv = new Ajv2020({ strict: false, validateFormats: false, allowUnionTypes: true });

function fits(root: unknown, candidate: unknown, mode: Mode = REQUEST): boolean {
  const node = rootNode({ source: 'schema', uri: 'memory:///schema', root });
  const options = { kind: 'openapi-3.1', references, mode } as const;
  return checkValue([{ node, scope: undefined }], candidate, options).problems.length === 0;
}

describe('a whole value against a schema', () => {
  it('is judged as ajv judges it', () => {
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 1, maxLength: 5 }), (one, candidates) => {
        const validate = ajv.compile(one as object | boolean);
        for (const candidate of candidates) expect(fits(one, candidate)).toBe(validate(candidate));
      }),
      { numRuns: 200, seed: 20261122 },
    );
  });
});

/** An answer as a pact names it: some members of some objects, and every element of its lists. */
function partOf(whole: unknown, keeps: () => boolean): unknown {
  if (Array.isArray(whole)) return whole.map((element) => partOf(element, keeps));
  if (typeof whole !== 'object' || whole === null) return whole;
  const kept = Object.entries(whole).filter(keeps);
  return Object.fromEntries(kept.map(([name, one]) => [name, partOf(one, keeps)]));
}

/** Code that ajv 8 makes for branches that look at the rest sometimes throws: then it says nothing. */
function takes(validate: (whole: unknown) => unknown, whole: unknown): boolean {
  try {
    return validate(whole) === true;
  } catch {
    return false;
  }
}

/** The world is open here: what nobody declares is another question. */
const PART: Mode = { value: 'part', closed: false, direction: 'response' };

describe('a part of an answer', () => {
  it('is never refused where an answer that ajv takes has it', () => {
    fc.assert(
      fc.property(
        schema,
        fc.array(value, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.boolean()),
        (one, candidates, coins) => {
          const validate = ajv.compile(one as object | boolean);
          const keeps = () => coins.next().value === true;
          for (const whole of candidates) {
            // Where the two differ on the whole, ajv 8 overlooks what a failed branch has looked at.
            if (!takes(validate, whole) || !fits(one, whole)) continue;
            const part = partOf(whole, keeps);
            expect({ part, fits: fits(one, part, PART) }).toEqual({ part, fits: true });
          }
        },
      ),
      {
        numRuns: Number(process.env.ASHLAR_RUNS ?? 300),
        seed: Number(process.env.ASHLAR_SEED ?? 20261127),
      },
    );
  });
});
