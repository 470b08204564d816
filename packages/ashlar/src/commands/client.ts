import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { note, type Terminal } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';

interface Options {
  output: string;
}

const examples = `
Writes two files: the types of the document (by openapi-typescript) and, if it is not there yet, a client
with them (openapi-fetch). The second is yours to change. Both tools come from your project:

  $ npm i -D openapi-typescript typescript@5 && npm i openapi-fetch

A body, a path or a parameter that the document does not have is then an error of the compiler; in consumer
tests, too, with the same types:

  import type { paths } from '../src/inventory.types.ts';
  const pact = createPact<paths>({ consumer: 'shop', provider: 'inventory' });

Examples:
  $ ashlar client openapi.yaml --output src/inventory.ts     src/inventory.ts and src/inventory.types.ts
  $ ashlar client ../inventory/openapi.yaml --output src/lib/inventory.ts`;

export function defineClient(program: Command, { terminal }: Rim): void {
  program
    .command('client')
    .description('a typed client for the API that an OpenAPI document describes')
    .argument('<document>', 'OpenAPI 3 document')
    .requiredOption('--output <file>', 'the client, a TypeScript file')
    .addHelpText('after', examples)
    .action((document: string, { output }: Options) => writeClient(document, output, terminal));
}

async function writeClient(document: string, output: string, terminal: Terminal): Promise<void> {
  const { readApiDocument } = await import('@ashlar/contracts/compare');
  const source = resolve(terminal.cwd, document);
  // The document is read first: its errors are ours to explain, not the generator's.
  readApiDocument(source);
  const client = resolve(terminal.cwd, output);
  const name = basename(client).replace(/\.[mc]?ts$/, '');
  const types = join(dirname(client), `${name}.types.ts`);
  await generateTypes(source, types, terminal);
  note(terminal, `wrote ${types}`);
  if (existsSync(client)) {
    note(terminal, `${client} is there already and stays as it is`);
    return;
  }
  writeResult(terminal, output, clientText(name));
  note(terminal, `wrote ${client}`);
}

/** Runs the project's own openapi-typescript, so that the types fit its TypeScript. */
async function generateTypes(source: string, types: string, terminal: Terminal): Promise<void> {
  const generator = generatorOf(terminal.cwd);
  const child = spawn(process.execPath, [generator, source, '--output', types], {
    cwd: terminal.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  if (code === 0) return;
  throw new CliError(
    'CLI_CLIENT_FAILED',
    `openapi-typescript could not read ${source}: ${said.trim().split('\n').at(-1)}`,
    'Correct the document at that place; it runs by itself as: npx openapi-typescript FILE',
  );
}

function generatorOf(folder: string): string {
  const require = createRequire(join(folder, 'package.json'));
  try {
    return join(dirname(require.resolve('openapi-typescript/package.json')), 'bin/cli.js');
  } catch (cause) {
    throw new CliError(
      'CLI_CLIENT_FAILED',
      `there is no openapi-typescript in ${folder}`,
      'Run: npm i -D openapi-typescript typescript@5 && npm i openapi-fetch',
      { cause },
    );
  }
}

function clientText(name: string): string {
  const title = name.replace(/[-_.](\w)/g, (_, letter: string) => letter.toUpperCase());
  const type = title.charAt(0).toUpperCase() + title.slice(1);
  return `import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './${name}.types.ts';

export type ${type}Client = Client<paths>;

export function create${type}Client(baseUrl: string): ${type}Client {
  return createClient<paths>({ baseUrl });
}
`;
}
