import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANALYZER_ERROR_CODES } from '../packages/analyzer/src/index.ts';
import { CLI_ERROR_CODES } from '../packages/ashlar/src/index.ts';
import { CONTRACTS_ERROR_CODES } from '../packages/contracts/src/index.ts';
import { PROXY_ERROR_CODES } from '../packages/strangler/src/index.ts';

const pages: [page: string, codes: Record<string, string>][] = [
  ['analyzer.md', ANALYZER_ERROR_CODES],
  ['command.md', CLI_ERROR_CODES],
  ['contracts.md', CONTRACTS_ERROR_CODES],
  ['strangler.md', PROXY_ERROR_CODES],
];

function documented(page: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../docs/errors', page), 'utf8');
  return [...text.matchAll(/^## ([A-Z][A-Z0-9_]+)$/gm)].map(([, code = '']) => code).sort();
}

describe('the pages about errors', () => {
  it.each(pages)('%s names exactly the codes that the code can throw', (page, codes) => {
    expect(documented(page)).toEqual(Object.keys(codes).sort());
  });

  it.each(pages)('the codes of %s each say in a sentence what they mean', (_page, codes) => {
    for (const [code, meaning] of Object.entries(codes))
      expect(meaning, code).toMatch(/^.{15,}\.$/);
  });
});
