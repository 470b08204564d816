import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ANALYZER_ERROR_CODES } from '../src/index.ts';

describe('the page of errors', () => {
  it('explains every code, and none that does not exist', () => {
    const page = readFileSync(new URL('../../../docs/errors/analyzer.md', import.meta.url), 'utf8');
    const explained = [...page.matchAll(/^## (ANALYZER_\w+)$/gm)].map((m) => m[1]);
    expect(explained.sort()).toEqual(Object.keys(ANALYZER_ERROR_CODES).sort());
  });
});
