import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffDocuments } from '../../src/diff/diff-documents.ts';
import { readApiDocument } from '../../src/openapi/document.ts';
import { casesFolder } from '../compare/cases.ts';

interface OasdiffCase {
  readonly id: string;
  readonly basePath: string;
  readonly revisionPath: string;
  readonly expectedIds: readonly string[];
}

const folder = join(casesFolder, 'oasdiff');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const available = existsSync(folder);
const rules = available ? read<Readonly<Record<string, string>>>('rules.json') : {};
const cases = available ? read<readonly OasdiffCase[]>('cases.json') : [];

/** The two files are one and the same: the test changes the document in its own code. */
const changedInCode = cases.filter(({ basePath, revisionPath }) => basePath === revisionPath);
const comparable = cases.filter((one) => !changedInCode.includes(one));

/** Rules that are expected and do not come up, each with the reason. */
const NOT_FOUND: Readonly<Record<string, string>> = {
  TestBreaking_ReqBodyBecameEnumAndTypeChanged: 'an enum without a type is no type change',
  TestBreaking_ReqParameterHeaderPropertyBecameEnum:
    'is found as request-parameter-property-became-enum',
  TestMediaTypeSchemaExistence: 'the test also compares the other way round',
  TestBreaking_ReqQueryParamTypeStringToNumber:
    'text and number in a parameter count as different types',
  TestRequestQueryParamMultiTypeToFormExplodeArraySafe:
    'a value and an exploded array count as different types',
  TestRequestPropertyAllOfAdded_AnnotationOnly_EmitsInfo:
    'the test expects the other rule to be absent',
  TestRequestPropertyAllOfAdded_AnnotationOnly_AtProperty_EmitsInfo:
    'the test expects the other rule to be absent',
  TestResponsePropertyAllOfAdded_AnnotationOnly_EmitsInfoWithDistinctId:
    'the test expects the other rule to be absent',
  TestRequestPropertyPatternAdded: 'the test removes a pattern in its own code first',
  TestRequestPropertyPatternRemoved: 'the test removes a pattern in its own code first',
  TestRequestBodyTypeLooselyTypedCompatible: 'types of XML bodies count like those of JSON',
  TestResponseBodyTypeLooselyTypedCompatible: 'types of XML bodies count like those of JSON',
  TestRequestPropertyOneOfWrappingIsBreaking: 'the test expects that rule to be absent',
  TestResponsePropertyOneOfWrappingIsBreaking: 'the test expects that rule to be absent',
  TestWebhookOperationChangesDetected: 'webhooks are compared by name only',
  TestListOfTypesIntegration_EdgeCases:
    'alternatives with more than a type are compared as alternatives',
  TestListOfTypesIntegration_ParameterChanges: 'the operations of the two documents differ',
};

describe.skipIf(!available)(`the cases of oasdiff (needs ${folder})`, () => {
  it('are all there', () => {
    expect([cases.length, changedInCode.length]).toEqual([275, 11]);
  });

  it.each(comparable.map((one) => [one.id, one] as const))('%s', (id, one) => {
    const expected = one.expectedIds.filter((rule) => rule in rules);
    const { changes } = diffDocuments(
      readApiDocument(join(folder, one.basePath)),
      readApiDocument(join(folder, one.revisionPath)),
    );
    const found = new Set(changes.map(({ rule }) => rule));
    const missing = expected.filter((rule) => !found.has(rule));
    if (id in NOT_FOUND) expect(missing, NOT_FOUND[id]).not.toEqual([]);
    else expect(missing).toEqual([]);
  });
});
