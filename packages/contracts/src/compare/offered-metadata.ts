import type { AsyncMessage } from '../openapi/async-operation.ts';
import { essenceOf } from '../openapi/media-type.ts';
import { schemasOfMember } from '../openapi/schema/objects.ts';
import { leavesOf } from '../openapi/schema/shape.ts';
import type { Message } from '../pact/interactions.ts';
import type { Context } from './context.ts';
import { refusedSamples } from './offered-values.ts';
import { offerOf } from './schema-samples.ts';

/** Header fields fit as they are in the example; every value that may come has to pass the consumer's rules. */
export function compareOfferedMetadata(
  context: Context,
  { metadata, rules }: Message,
  { headers }: AsyncMessage,
  path: readonly (string | number)[],
): void {
  for (const [name, example] of Object.entries(metadata ?? {})) {
    const matchers = rules.metadata(name);
    if (matchers.length === 0) continue;
    const schemas = headers.flatMap((node) =>
      schemasOfMember(leavesOf([{ node, scope: undefined }], context.document), name, {
        value: 'part',
      }),
    );
    const [first] = schemas;
    if (first === undefined) continue;
    const samples = offerOf(context, schemas).samples.filter(({ value }) => value !== null);
    for (const { severity, node, message } of refusedSamples(matchers, example, samples)) {
      const at = [...path, 'metadata', name];
      context.report(`message.headers.${severity}`, at, node, `The metadata "${name}" ${message}.`);
    }
  }
}

/**
 * A verifier compares media types. Pact libraries write `application/json` for all JSON whatever the
 * consumer takes, so it is a warning.
 */
export function compareMessageType(
  context: Context,
  { payload }: Message,
  { contentType, node }: AsyncMessage,
  path: readonly (string | number)[],
): void {
  const expected = payload?.contentType;
  if (expected === undefined || contentType === undefined) return;
  if (essenceOf(expected) === essenceOf(contentType)) return;
  context.report(
    'message.content-type.different',
    [...path, 'contents', 'contentType'],
    node,
    `The consumer expects ${expected}, and the document says ${contentType}.`,
  );
}
