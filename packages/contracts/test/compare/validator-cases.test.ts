import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { ContractsError } from '../../src/model/error.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';
import { casesFolder, type ValidatorCase, validatorCases } from './cases.ts';

const cases = validatorCases();

/** Where swagger-mock-validator and openapi-pact-comparator disagree, and whom this one follows. */
const DISPUTED: Readonly<Record<string, { compatible: boolean; why: string }>> = {
  'smv-127': { compatible: true, why: 'a circular reference that no interaction touches' },
  'smv-156': { compatible: false, why: 'objects in a query are read, and this is none' },
  'smv-157': {
    compatible: false,
    why: 'arrays in a query are read, and their elements do not fit',
  },
  'smv-170': {
    compatible: false,
    why: 'arrays in a header are read, and their elements do not fit',
  },
  'smv-283': { compatible: true, why: 'collectionFormat ssv is read' },
  'smv-284': { compatible: true, why: 'collectionFormat tsv is read' },
  'smv-285': { compatible: true, why: 'collectionFormat pipes is read' },
  'smv-286': { compatible: true, why: 'collectionFormat is read on two levels' },
  'smv-307': { compatible: false, why: 'collectionFormat csv is one text, not a repeated name' },
};

/** Codes that swagger-mock-validator does not have, and why they come up. */
const MORE_CODES: Readonly<Record<string, readonly string[]>> = {
  'smv-141': ['request.body.unvalidatable'],
  'smv-154': ['request.query.unvalidatable'],
  'smv-166': ['response.body.unvalidatable'],
  'smv-177': ['request.authorization.cookie-missing'],
};

const OWN = /may-be|wider|read-only/;

function compare({ pact, spec }: ValidatorCase) {
  return comparePacts([{ source: 'pact.json', value: pact }], parseApiDocument(spec));
}

describe.skipIf(cases.length === 0)(
  `the cases of swagger-mock-validator (needs ${casesFolder})`,
  () => {
    it('are all there', () => {
      expect(cases.filter(({ consensus }) => consensus)).toHaveLength(315);
    });

    it.each(
      cases.filter(({ consensus }) => consensus).map((one) => [one.id, one.name, one] as const),
    )('%s %s', (id, _name, one) => {
      const { compatible, findings } = compare(one);
      const { expected } = one;
      if ('throws' in expected) throw new Error('consensus cases have a verdict');
      expect(compatible).toBe(expected.success);
      const codes = new Set(findings.map(({ code }) => code).filter((code) => !OWN.test(code)));
      const theirs = [...expected.errors, ...expected.warnings].map(({ code }) => code);
      expect([...codes].sort()).toEqual(
        [...new Set([...theirs, ...(MORE_CODES[id] ?? [])])].sort(),
      );
    });

    it.each(Object.entries(DISPUTED))('%s is decided: %o', (id, { compatible }) => {
      const one = cases.find((candidate) => candidate.id === id);
      expect(one?.consensus).toBe(false);
      expect(one === undefined ? undefined : compare(one).compatible).toBe(compatible);
    });

    it('smv-204 is no document', () => {
      const one = cases.find(({ id }) => id === 'smv-204');
      expect(() => one !== undefined && compare(one)).toThrow(ContractsError);
    });
  },
);
