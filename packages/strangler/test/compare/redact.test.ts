import { describe, expect, it } from 'vitest';
import { redacted, redactedTarget, redactedText } from '../../src/compare/redact.ts';

describe('redacted', () => {
  it.each([
    ['password', 'x', '"[redacted]"'],
    ['name', 'Ann', '"Ann"'],
    ['contact', 'ann@example.org', '"[redacted]"'],
    ['user', { email: 'a', id: 1 }, '{"email":"[redacted]","id":1}'],
    ['note', 'ask ann@example.org today', '"ask [redacted] today"'],
    ['number', '4111 1111 1111 1111', '"[redacted]"'],
    ['number', '4111 1111 1111 1112', '"4111 1111 1111 1112"'],
    ['header', 'Bearer abc.def', '"[redacted]"'],
    ['etag', 'a'.repeat(64), '"[redacted]"'],
    ['x', undefined, '(absent)'],
    ['list', Array.from({ length: 100 }, (_, i) => i), '[0,1,2,3,4,5,6,7,8,9,10,11]'],
  ])('shows %s %j as fit for a developer', (name, value, expected) => {
    expect(redacted(name, value)).toBe(expected);
  });

  it('takes little time for what is long', () => {
    const started = performance.now();
    redacted('x', 'a'.repeat(400_000));
    redacted(
      'x',
      Array.from({ length: 50_000 }, () => ({ a: 'b'.repeat(100) })),
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('redactedTarget', () => {
  it.each([
    ['/a?token=s3cret&x=1', '/a?token&x'],
    ['/users/ann@example.org/orders', '/users/[redacted]/orders'],
    ['/users/ann%40example.org', '/users/[redacted]'],
    ['/plain', '/plain'],
  ])('shows %s as %s', (target, expected) => {
    expect(redactedTarget(target)).toBe(expected);
  });
});

describe('redactedText', () => {
  it('masks a JSON web token wherever it stands', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.sig';
    expect(redactedText(`<a href="?t=${token}">`)).toBe('<a href="?t=[redacted]">');
  });
});
