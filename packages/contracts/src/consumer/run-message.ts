import type { PactV4 } from '@pact-foundation/pact';
import type { EventMessage } from '../events/cloud-event.ts';
import { essenceOf } from '../openapi/media-type.ts';
import { exampleIn } from './example.ts';
import type { MessageDeclaration, ReceivedMessage } from './interaction.ts';
import { matchers } from './matchers.ts';
import { chosenVariants, described, runEach, statesFor } from './variants.ts';

type Interaction = ReturnType<PactV4['addAsynchronousInteraction']>;
type Handler = (message: ReceivedMessage<unknown>) => Promise<unknown>;

/** Writes a message for every variant of a declaration, and hands each to the handler. */
export function runMessage(
  addInteraction: () => Interaction,
  { given, expectsToReceive, contents, metadata, over }: MessageDeclaration<unknown>,
  handler: Handler,
): Promise<void> {
  const variants = chosenVariants({ contents: { template: contents, sender: 'provider' } });
  return runEach(variants, async (variant) => {
    const template = variant.values.contents;
    const interaction = addInteraction();
    for (const { name, params } of statesFor(given, variant)) {
      interaction.given(name, params as never);
    }
    await interaction
      .expectsToReceive(described(expectsToReceive, variant.name), (builder) =>
        setMessage(builder, { contents: template, metadata }),
      )
      .executeTest(async (message) => {
        const example = {
          contents: parsed(message.contents.content),
          metadata: (exampleIn(metadata) ?? {}) as EventMessage['metadata'],
        };
        const arrived = over === undefined ? example : await over.carry(example);
        return handler({ ...arrived, variant: variant.name });
      });
  });
}

type MessageBuilder = Parameters<Parameters<Interaction['expectsToReceive']>[1]>[0];

/** Contents and header fields, values or matchers. */
export interface MessageTemplate {
  readonly contents: unknown;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export function setMessage(builder: MessageBuilder, { contents, metadata }: MessageTemplate): void {
  setContents(
    builder,
    isEmpty(contents) ? matchers.like(contents) : contents,
    metadata?.contentType,
  );
  if (metadata !== undefined && Object.keys(metadata).length > 0) {
    builder.withMetadata(metadata as never);
  }
}

interface ContentsWriter {
  readonly message?: { readonly interaction?: { withContents?: unknown } };
}

/**
 * pact-js writes all JSON as `application/json`, and the verifier compares that with the type that the
 * provider says: an event in structured mode could never be verified. The native library takes any type.
 */
function setContents(
  builder: { withJSONContent(content: unknown): unknown },
  template: unknown,
  contentType: unknown,
): void {
  const interaction = (builder as ContentsWriter).message?.interaction;
  const isOtherJson = typeof contentType === 'string' && essenceOf(contentType).endsWith('+json');
  if (isOtherJson && typeof interaction?.withContents === 'function') {
    interaction.withContents(JSON.stringify(template), contentType);
  } else {
    builder.withJSONContent(template);
  }
}

/** pact-js takes an empty object for a mistake; any object is what it says, since members more are allowed. */
function isEmpty(template: unknown): boolean {
  return (
    typeof template === 'object' &&
    template !== null &&
    !Array.isArray(template) &&
    Object.keys(template).length === 0
  );
}

/** pact-js hands JSON over parsed, or as bytes, depending on its version. */
function parsed(content: unknown): unknown {
  return Buffer.isBuffer(content) ? JSON.parse(content.toString('utf8')) : content;
}
