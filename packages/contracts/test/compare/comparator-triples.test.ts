import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { readApiDocument } from '../../src/openapi/document.ts';
import { memberOf } from '../../src/openapi/node.ts';
import { casesFolder, comparatorTriples, readPact, type Triple } from './cases.ts';

const triples = comparatorTriples().filter(
  ({ oas, name }) => oas !== undefined && !name.startsWith('async'),
);

interface Difference {
  readonly missing?: readonly string[];
  readonly extra?: readonly string[];
  readonly why: string;
}

/** `code@interaction` that openapi-pact-comparator has and this one has not, or the reverse. */
const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'oas/broken-references': {
    extra: ['document.reference.unresolved@0'],
    why: 'a reference that names nothing is an error here, not a schema that allows everything',
  },
  'oas/if-then-else': {
    missing: ['response.body.incompatible@2', 'response.body.incompatible@3'],
    why: 'a consumer may name a part of the response; `then` and `else` require members like any schema',
  },
  'oas/references': {
    missing: ['response.body.unvalidatable@1'],
    extra: ['request.path-or-method.unknown@6'],
    why: 'text is compared where the document describes it; `*` in a path is no wildcard of OpenAPI',
  },
  'oas/request-security': {
    extra: ['request.authorization.cookie-missing@16', 'request.authorization.cookie-missing@17'],
    why: 'keys in cookies are looked at here; a warning, since browsers add them',
  },
  'oas/response-body': {
    extra: ['response.body.incompatible@5'],
    why: 'a free-form object promises no member, nullable or not',
  },
};

/** Codes of questions that openapi-pact-comparator does not ask. */
const OWN = /may-be|wider|read-only/;

function codesOf({ oas, pact }: Triple): readonly string[] {
  const document = readApiDocument(oas ?? '');
  const info = memberOf(document.root.value, 'info');
  const { findings } = comparePacts([{ source: 'pact.json', value: readPact(pact) }], document, {
    ...asBasePath(memberOf(info, 'x-opc-config-base-path')),
    caseInsensitive: memberOf(info, 'x-opc-config-case-insensitive') === true,
  });
  const codes = findings
    .filter(({ code }) => !OWN.test(code))
    .map(({ code, pact: at }) => `${code}@${at.pointer.split('/')[2]}`);
  return [...new Set(codes)].sort();
}

/** Settings of openapi-pact-comparator are in the document, ours are options. */
function asBasePath(value: unknown): { basePath?: string } {
  return typeof value === 'string' ? { basePath: value } : {};
}

function theirCodes({ results }: Triple): readonly string[] {
  const codes = results.map(
    ({ code, mockDetails }) =>
      `${code}@${/interactions\[(\d+)\]/.exec(mockDetails?.location ?? '')?.[1]}`,
  );
  return [...new Set(codes)].sort();
}

describe.skipIf(triples.length === 0)(
  `the HTTP cases of openapi-pact-comparator (needs ${casesFolder})`,
  () => {
    it('are all there', () => {
      expect(triples).toHaveLength(44);
    });

    it.each(triples.map((triple) => [triple.name, triple] as const))(
      '%s has the same codes, or a difference with a reason',
      (name, triple) => {
        const ours = codesOf(triple);
        const theirs = theirCodes(triple);
        const { missing = [], extra = [] } = DIFFERENCES[name] ?? {};
        expect({
          missing: theirs.filter((code) => !ours.includes(code)),
          extra: ours.filter((code) => !theirs.includes(code)),
        }).toEqual({ missing, extra });
      },
    );
  },
);
