import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const text = readFileSync(join(root, 'docs/contracts-tutorial.md'), 'utf8');

interface Block {
  readonly language: string;
  readonly what: string;
  readonly content: string;
}

const blocks: readonly Block[] = [...text.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', what = '', content = '']) => ({ language, what, content }),
);

/** As docs/contract-tests.md has them. */
const CARRIERS = `
import { natsCarrier, rabbitmqCarrier } from '@ashlar/contracts';
import { connect, headers } from '@nats-io/transport-node';
import amqp from 'amqplib';

const rabbit = await amqp.connect('amqp://127.0.0.1');
export const carriers = [
  natsCarrier(await connect(), headers),
  rabbitmqCarrier(await rabbit.createChannel()),
];
`;

describe('the tutorial of contract tests', () => {
  const home = mkdtempSync(join(tmpdir(), 'ashlar-tutorial-'));
  // The packages as they are built, where `npm i` would have put them.
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const run = (command: string) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
      execFile(
        'sh',
        ['-e', '-c', command],
        { cwd: home, env: { ...Object.fromEntries(clean), NO_COLOR: '1' }, timeout: 120_000 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({ code, output: stdout + stderr });
        },
      );
    });
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
  };
  const files = blocks.filter(({ what }) => what.startsWith('file='));

  it('has files, commands, and a command that fails', () => {
    expect(files).toHaveLength(9);
    expect(blocks.filter(({ what }) => what === 'run')).toHaveLength(3);
    expect(blocks.filter(({ what }) => what.startsWith('fails='))).toHaveLength(1);
  });

  it('works from top to bottom', { timeout: 200_000 }, async () => {
    for (const { what, content } of blocks) {
      if (what.startsWith('file=')) write(what.slice('file='.length), content);
      if (what === 'run') {
        const { code, output } = await run(content);
        expect(code, output).toBe(0);
      }
      if (what.startsWith('fails=')) {
        const { code, output } = await run(content);
        expect(code, output).not.toBe(0);
        expect(output).toContain(what.slice('fails='.length));
        for (const { what: file, content: before } of files) write(file.slice(5), before);
      }
    }
    const pact = JSON.parse(readFileSync(join(home, 'pacts/shop-inventory.json'), 'utf8'));
    expect(pact.interactions).toHaveLength(3);
  });

  it.each([true, false])(
    'compiles, as do carriers, with exact optional members: %s',
    async (exact) => {
      const compilerOptions = {
        noEmit: true,
        strict: true,
        exactOptionalPropertyTypes: exact,
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2024'],
        types: ['node'],
        skipLibCheck: true,
        allowImportingTsExtensions: true,
      };
      write('src/carriers.ts', CARRIERS);
      write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src', 'test'] }));
      const { code, output } = await run('npx tsc -p tsconfig.json --pretty false');
      expect(code, output).toBe(0);
    },
  );
});
