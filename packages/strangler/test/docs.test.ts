import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROXY_ERROR_CODES } from '../src/index.ts';

describe('docs/errors/strangler.md', () => {
  it('has one section for every code, and no other', () => {
    const page = readFileSync(
      new URL('../../../docs/errors/strangler.md', import.meta.url),
      'utf8',
    );
    const sections = [...page.matchAll(/^## (\S+)$/gm)].map((match) => match[1]);
    expect(sections.sort()).toEqual(Object.keys(PROXY_ERROR_CODES).sort());
  });
});
