import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Terminal } from '../../src/terminal/context.ts';
import { writeResult } from '../../src/terminal/write-file.ts';

let cwd = '';
let stdout = new PassThrough();
const at = (): Terminal => ({
  stdout,
  stderr: new PassThrough(),
  stderrIsTerminal: false,
  cwd,
  env: {},
  signal: new AbortController().signal,
});

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'ashlar-write-'));
  stdout = new PassThrough();
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe('writeResult', () => {
  it('creates missing folders and leaves no temporary file', () => {
    writeResult(at(), 'out/a/report.json', '{}');
    expect(readFileSync(join(cwd, 'out/a/report.json'), 'utf8')).toBe('{}');
    expect(readdirSync(join(cwd, 'out/a'))).toEqual(['report.json']);
  });

  it('prints to standard output for -', () => {
    writeResult(at(), '-', '{}');
    expect(stdout.read()?.toString()).toBe('{}\n');
  });

  it('refuses with a code where a folder cannot be made, and writes nothing', () => {
    writeFileSync(join(cwd, 'taken'), 'a file');
    expect(() => writeResult(at(), 'taken/report.json', '{}')).toThrow(
      expect.objectContaining({ code: 'CLI_WRITE_FAILED' }),
    );
    expect(readdirSync(cwd)).toEqual(['taken']);
  });
});
