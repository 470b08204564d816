import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adviceOn } from '../src/judge/advice.ts';
import { FINDING_TEXTS } from '../src/judge/finding-texts.ts';
import { RULES } from '../src/judge/rules.ts';
import type { FindingKind } from '../src/model/finding.ts';
import { FACTOR_RULES } from '../src/plan/factors.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('the documentation of findings', () => {
  const documented = [...read('findings.md').matchAll(/^## (.+)$/gm)].map((match) => match[1]);

  it('has one section per kind, and no other', () => {
    expect(documented.toSorted()).toEqual(Object.keys(FINDING_TEXTS).sort());
  });

  it('has the section that advice points to', () => {
    for (const kind of Object.keys(FINDING_TEXTS) as FindingKind[])
      expect(documented.map((heading) => `docs/findings.md#${heading}`)).toContain(
        adviceOn(kind).docs,
      );
  });

  it('has one rule per kind', () => {
    expect(RULES.map((rule) => rule.name).sort()).toEqual(Object.keys(FINDING_TEXTS).sort());
  });
});

describe('the documentation of the formula', () => {
  it('states every factor with its weight', () => {
    const rows = [...read('plan-formula.md').matchAll(/^\| `([a-z-]+)` \| ([\d.]+) \|/gm)];
    expect(rows.map((row) => [row[1], Number(row[2])])).toEqual(
      FACTOR_RULES.map(({ name, weight }) => [name, weight]),
    );
  });
});
