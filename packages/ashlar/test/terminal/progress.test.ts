import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../src/terminal/context.ts';
import { createProgress } from '../../src/terminal/progress.ts';

function terminal(stderrIsTerminal: boolean): { terminal: Terminal; written(): string } {
  const stderr = new PassThrough();
  const stdout = new PassThrough();
  const signal = new AbortController().signal;
  return {
    terminal: { stdout, stderr, stderrIsTerminal, cwd: '/', env: {}, signal },
    written: () => stderr.read()?.toString() ?? '',
  };
}

const steps = [
  { stage: 'reading', done: 1, total: 4 },
  { stage: 'reading', done: 4, total: 4 },
  { stage: 'linking', done: 0, total: 0 },
];

describe('progress', () => {
  it('is one plain line per stage where nobody watches', () => {
    const { terminal: plain, written } = terminal(false);
    const display = createProgress(plain);
    for (const step of steps) display.show(step);
    display.end();
    expect(written()).toBe('reading (4)\nlinking\n');
  });

  it('is a bar that leaves nothing behind on a terminal', () => {
    const { terminal: interactive, written } = terminal(true);
    const display = createProgress(interactive);
    for (const step of steps) display.show(step);
    display.end();
    const text = written();
    expect(text).toContain('████████████████████████ reading 4/4');
    expect(text.endsWith('\r\u001b[2K')).toBe(true);
    expect(text).not.toContain('\n');
  });
});
