import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-cache-'));
const code = join(home, 'code');
const cache = join(home, 'cache');
afterAll(() => rmSync(home, { recursive: true }));

beforeEach(() => {
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(join(code, 'src'), { recursive: true });
  write('orders.ts', `import { total } from './price';\nexport const order = () => total(1);\n`);
  write('price.ts', `export const total = (n: number) => n * 2;\n`);
});

function write(name: string, text: string): void {
  writeFileSync(join(code, 'src', name), text);
}

async function analyse(...options: string[]): Promise<string> {
  const out = join(home, 'analysis.json');
  const env = { ASHLAR_CACHE_DIR: cache };
  const { code: exit, stderr } = await runCommand(['analyze', code, '--json', out, ...options], {
    env,
  });
  expect(exit, stderr).toBe(0);
  return readFileSync(out, 'utf8');
}

describe('ashlar analyze, run again', () => {
  it('says the same, with or without what it kept', async () => {
    const first = await analyse();
    expect(readdirSync(cache).sort()).toEqual(['facts.json', 'sources']);
    expect(await analyse()).toBe(first);
    expect(await analyse('--no-cache')).toBe(first);
  });

  it('sees what has changed', async () => {
    const first = await analyse();
    write('price.ts', `import './orders';\nexport const total = (n: number) => n * 2;\n`);
    const second = await analyse();
    expect(second).not.toBe(first);
    expect(second).toBe(await analyse('--no-cache'));
  });

  it('keeps nothing when told not to', async () => {
    await analyse('--no-cache');
    expect(existsSync(cache)).toBe(false);
  });

  it('does without a folder that it cannot use', async () => {
    writeFileSync(cache, 'a file stands in the way');
    expect(await analyse()).toBe(await analyse('--no-cache'));
  });
});
