import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTRACTS_ERROR_CODES } from '../src/model/error.ts';

const page = new URL('../../../docs/errors/contracts.md', import.meta.url);

describe('the page of errors', () => {
  it('has exactly the codes that the code has', () => {
    const documented = [...readFileSync(page, 'utf8').matchAll(/^## (\w+)$/gm)].map(
      ([, code]) => code,
    );
    expect([...documented].sort()).toEqual(Object.keys(CONTRACTS_ERROR_CODES).sort());
  });
});
