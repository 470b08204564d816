import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PactV4 } from '@pact-foundation/pact';
import { isObject, type JsonObject, parseJson, prettyJson } from '../pact/lossless-json.ts';
import { mergePair } from '../pact/merge.ts';
import { interactionsOf, parsePact } from '../pact/pact-file.ts';
import type { GivenState } from './interaction.ts';
import { type MessageTemplate, setMessage } from './run-message.ts';

export type PactV4Options = ConstructorParameters<typeof PactV4>[0];

/** A request and its reply, without variants. */
export interface SynchronousMessage {
  readonly description: string;
  readonly states: readonly GivenState[];
  readonly request: MessageTemplate;
  readonly reply: MessageTemplate;
}

const REQUEST = 'request';
const REPLY = 'reply';
/** Of an asynchronous message: what it has in common with each half of a synchronous one. */
const PARTS = ['contents', 'generators', 'matchingRules', 'metadata'];

/**
 * The pact of one interaction of the type Synchronous/Messages (Pact specification, version 4). The
 * builder of pact-js cannot give such a request metadata, and loses those of the reply. So both are written as
 * messages of their own, in a folder that goes away, and put together here.
 */
export async function synchronousPact(
  { consumer, provider, logLevel = 'error' }: PactV4Options,
  { description, states, request, reply }: SynchronousMessage,
): Promise<JsonObject> {
  const dir = await mkdtemp(join(tmpdir(), 'ashlar-request-'));
  try {
    const pact = new PactV4({ consumer, provider, dir, logLevel });
    await writeHalf(pact, REQUEST, request, states);
    await writeHalf(pact, REPLY, reply, []);
    const [name = ''] = await readdir(dir);
    const document = parseJson(await readFile(join(dir, name), 'utf8')) as JsonObject;
    const half = (which: string): JsonObject =>
      interactionsOf(document).find((one) => one.description === which) ?? {};
    const { providerStates } = half(REQUEST);
    return {
      ...document,
      interactions: [
        {
          description,
          pending: false,
          ...(providerStates === undefined ? {} : { providerStates }),
          request: partsOf(half(REQUEST)),
          response: [partsOf(half(REPLY))],
          type: 'Synchronous/Messages',
        },
      ],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function writeHalf(
  pact: PactV4,
  which: string,
  template: MessageTemplate,
  states: readonly GivenState[],
): Promise<void> {
  const interaction = pact.addAsynchronousInteraction();
  for (const { name, params } of states) interaction.given(name, params as never);
  await interaction
    .expectsToReceive(which, (builder) => setMessage(builder, template))
    .executeTest(async () => {});
}

/** Says the content type among the metadata too, as the builder of pact-js does in synchronous messages. */
function partsOf(message: JsonObject): JsonObject {
  const parts = Object.fromEntries(
    Object.entries(message).filter(([name]) => PARTS.includes(name)),
  );
  const { contents, metadata } = parts;
  const contentType = isObject(contents) ? contents.contentType : undefined;
  return {
    ...parts,
    metadata: {
      ...(contentType === undefined ? {} : { contentType }),
      ...(isObject(metadata) ? metadata : {}),
    },
  };
}

/**
 * Writes a pact where pact-js would write it, together with what is in the file already.
 * @throws ContractsError CONTRACTS_PACT_CONFLICT
 */
export async function writePact(document: JsonObject, dir = 'pacts'): Promise<void> {
  const pact = parsePact(prettyJson(document), 'this test');
  const file = join(dir, `${pact.consumer}-${pact.provider}.json`);
  const former = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  await mkdir(dir, { recursive: true });
  const merged = former === undefined ? pact : mergePair([parsePact(former, file), pact]);
  await writeFile(file, merged.text);
}
