import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { readApiDocument } from '../../src/openapi/document.ts';
import { casesFolder, comparatorTriples, readPact, type Triple } from './cases.ts';

const triples = comparatorTriples().filter(({ name }) => name.startsWith('asyncapi/'));

/** Codes that one has and the other has not, with the reason. */
const DIFFERENCES: Readonly<
  Record<string, { missing: readonly string[]; extra: readonly string[]; why: string }>
> = {
  'asyncapi/spec-missing': {
    missing: ['message.spec.missing'],
    extra: [],
    why: 'there is no comparison without a document: the command says so and exits 2',
  },
};

const OWN = /may-be|wider|read-only/;

/** openapi-pact-comparator takes both documents at once; one after the other gives the same. */
function codesOf({ oas, asyncapi, pact }: Triple): readonly string[] {
  const pacts = [{ source: 'pact.json', value: readPact(pact) }];
  const findings = [oas, asyncapi].flatMap((document) =>
    document === undefined ? [] : comparePacts(pacts, readApiDocument(document)).findings,
  );
  return [...new Set(findings.map(({ code }) => code).filter((code) => !OWN.test(code)))].sort();
}

/** `message.matched` is no finding; the causes of a message that fits nothing are findings here. */
function theirCodes({ results }: Triple): readonly string[] {
  const all = results.flatMap((result) => [result, ...(result.causes ?? [])]);
  return [...new Set(all.filter(({ type }) => type !== 'info').map(({ code }) => code))].sort();
}

describe.skipIf(triples.length === 0)(
  `the AsyncAPI cases of openapi-pact-comparator (needs ${casesFolder})`,
  () => {
    it('are all there', () => {
      expect(triples).toHaveLength(30);
    });

    it.each(triples.map((triple) => [triple.name, triple] as const))(
      '%s has the same codes, or a difference with a reason',
      (name, triple) => {
        const ours = codesOf(triple);
        const theirs = theirCodes(triple);
        const { missing, extra } = DIFFERENCES[name] ?? { missing: [], extra: [] };
        expect({
          missing: theirs.filter((code) => !ours.includes(code)),
          extra: ours.filter((code) => !theirs.includes(code)),
        }).toEqual({ missing, extra });
      },
    );
  },
);
