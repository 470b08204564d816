import { describe, expect, it } from 'vitest';
import { sampleExpression } from '../../src/matching/sample-expression.ts';

describe('texts an expression matches', () => {
  it.each<[pattern: string, samples: readonly string[]]>([
    ['^(open|closed)$', ['open', 'closed']],
    ['\\d{3}', ['555']],
    ['[a-f]+', ['a', 'aaa']],
    ['[0-9a-f]{2}', ['55', 'aa']],
    ['a?b', ['ab', 'b']],
    ['v[1-3]\\.[0-9]{1,2}', ['v1.5', 'v1.55']],
    ['(?<year>\\d{4})-(?:0[1-9]|1[0-2])', ['5555-05', '5555-11']],
    ['(?i)yes', ['yes']],
    ['(?=a)[a-b]', ['a']],
    ['\\u0041\\x42\\t', ['AB\t']],
    ['[^a-zA-Z0-9]', ['-', '_', '.', ' ', ':']],
    ['(a)\\1', []],
    ['[', []],
  ])('%s', (pattern, samples) => {
    expect(sampleExpression(pattern)).toEqual(samples);
  });

  it('are few for an expression with many parts', () => {
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
    const samples = sampleExpression(uuid);
    expect(samples.length).toBeGreaterThan(3);
    expect(samples.length).toBeLessThan(20);
    for (const sample of samples) expect(sample).toMatch(new RegExp(`^${uuid}$`));
  });
});
