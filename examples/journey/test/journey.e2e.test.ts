import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe('npm run demo', () => {
  it('walks the whole way in under three minutes and exits 0', async () => {
    const started = Date.now();
    const child = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    const [code] = await once(child, 'close');
    expect(code, output).toBe(0);
    for (const line of [
      /\[1\/10\] Analyse the monolith/,
      /ok .* domains, \d+ findings, extract \S+ first/,
      /ok .* can-i-deploy 1\.0\.0: yes/,
      /ok .* [1-9]\d* mismatches in [1-9]\d* causes, 0 after catch-up/,
      /ok .* \d+ % of shoppers, sticky/,
      /ok .* (\d+) of \1 stock requests on the service/,
      /ok .* can-i-deploy 1\.1\.0: no; the proxy refuses/,
      /ok .* rolled back in [\d.]+ s, \d+ client errors/,
      /ok .* re-armed by a person, and on the service/,
    ]) {
      expect(output).toMatch(line);
    }
    expect(Date.now() - started).toBeLessThan(180_000);
  });
});
