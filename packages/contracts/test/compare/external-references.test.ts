import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { readApiDocument } from '../../src/openapi/document.ts';

const document = readApiDocument(join(import.meta.dirname, 'fixtures/split/openapi.yaml'));

function compare(method: string, body: unknown) {
  const value = {
    consumer: { name: 'shop' },
    provider: { name: 'things' },
    interactions: [
      {
        description: 'things',
        request: { method, path: '/things' },
        response: { status: 200, body },
      },
    ],
  };
  return comparePacts([{ source: 'pact.json', value }], document);
}

describe('a description in several files', () => {
  it('is followed over paths, pointers and anchors, and findings name the file', () => {
    const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    expect(compare('GET', [{ id, parts: [{ id }] }]).compatible).toBe(true);
    const [finding] = compare('GET', [{ id, parts: [{ id: 'x' }] }]).findings.filter(
      ({ severity }) => severity === 'error',
    );
    expect(finding?.document).toEqual({
      file: join(import.meta.dirname, 'fixtures/split/schemas.json'),
      pointer: '/$defs/Identifier/format',
    });
  });

  it.each(['DELETE', 'PUT'])(
    'has an error where a file is missing or only in the network (%s)',
    (method) => {
      expect(compare(method, {}).findings.map(({ code }) => code)).toEqual([
        'document.reference.unresolved',
      ]);
    },
  );
});
