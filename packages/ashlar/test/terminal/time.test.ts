import { expect, it } from 'vitest';
import { endOf } from '../../src/terminal/time.ts';

const now = new Date('2030-01-01T00:00:00Z');

it.each([
  ['90m', '2030-01-01T01:30:00.000Z'],
  ['8h', '2030-01-01T08:00:00.000Z'],
  ['2d', '2030-01-03T00:00:00.000Z'],
  ['2030-01-31', '2030-01-31T23:59:59.000Z'],
  ['2030-01-31T12:00:00+02:00', '2030-01-31T10:00:00.000Z'],
])('%s ends %s', (text, end) => {
  expect(endOf(text, now)).toBe(end);
});

it.each(['soon', '2', 'd', '2w', '2030-13-01', '-1d', ''])('%j is no time', (text) => {
  expect(() => endOf(text, now)).toThrow(expect.objectContaining({ code: 'CLI_USAGE' }));
});
