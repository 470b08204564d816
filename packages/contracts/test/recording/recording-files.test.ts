import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingFiles } from '../../src/recording/recording-files.ts';

describe('files of a recording', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ashlar-recording-files-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('never hold a line larger than a file may be', () => {
    const files = new RecordingFiles({ dir, route: 'a', clock: () => 0 });
    files.append('x'.repeat(100), { maxFileBytes: 50, maxFiles: 1 });
    files.close();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('keep the route that shares a beginning with another', () => {
    const other = new RecordingFiles({ dir, route: 'a.b', clock: () => 0 });
    other.append('other', { maxFileBytes: 50, maxFiles: 1 });
    const files = new RecordingFiles({ dir, route: 'a', clock: () => 0 });
    for (let n = 0; n < 5; n++) files.append('x'.repeat(40), { maxFileBytes: 50, maxFiles: 1 });
    expect(
      readdirSync(dir)
        .map((name) => name.split('.19700101')[0])
        .sort(),
    ).toEqual(['a', 'a.b']);
  });

  it('throw on a full disk, and go on in a new file', (context) => {
    if (!existsSync('/dev/full')) context.skip('this system has no /dev/full');
    // What is written to /dev/full meets ENOSPC; the name is the one the files are about to open.
    symlinkSync('/dev/full', join(dir, `a.19700101T000000000Z-${process.pid}-000000001.jsonl`));
    const files = new RecordingFiles({ dir, route: 'a', clock: () => 0 });
    expect(() => files.append('lost', limits)).toThrow(/ENOSPC/);
    files.append('kept', limits);
    files.close();
    expect(
      readFileSync(join(dir, `a.19700101T000000000Z-${process.pid}-000000002.jsonl`), 'utf8'),
    ).toBe('kept\n');
  });
});

const limits = { maxFileBytes: 50, maxFiles: 2 };
