import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPARISON_CODES } from '../../src/compare/codes.ts';

const page = new URL('../../../../docs/compare.md', import.meta.url);

describe('the page about comparing', () => {
  it('has exactly the codes and severities that the code has', () => {
    const rows = [
      ...readFileSync(page, 'utf8').matchAll(
        /^\| `([\w.-]+)` \| (\w+)(, error with `--strict`)? \|/gm,
      ),
    ];
    const documented = rows.map(([, code, severity, promise]) => [
      code,
      severity,
      promise !== undefined,
    ]);
    const known = Object.keys(COMPARISON_CODES).map((code) => {
      const { severity, promise } = COMPARISON_CODES[code as keyof typeof COMPARISON_CODES];
      return [code, severity, promise === true];
    });
    expect(documented.sort()).toEqual(known.sort());
  });
});
