import type { PactV4 } from '@pact-foundation/pact';
import {
  type CloudEvent,
  type EventBinding,
  type EventMessage,
  readCloudEvent,
  toBinaryEvent,
  toStructuredEvent,
} from '../events/cloud-event.ts';
import type { EventDeclaration, ReceivedMessage } from './interaction.ts';
import { matchers } from './matchers.ts';
import { runMessage } from './run-message.ts';

type Handler = (event: CloudEvent, message: ReceivedMessage<unknown>) => Promise<unknown>;

const EXAMPLE_ID = '6f1b3a52-4d0c-4a39-9f0e-3f3c1f5b9a10';

/** A message that is a CloudEvent: the handler gets the event, whatever form it came in. */
export function runEvent(
  addInteraction: () => ReturnType<PactV4['addAsynchronousInteraction']>,
  declaration: EventDeclaration<unknown>,
  handler: Handler,
): Promise<void> {
  const { event, mode = 'structured', binding = 'http', over, ...rest } = declaration;
  const expected = {
    specversion: '1.0',
    id: matchers.regex('.+', EXAMPLE_ID),
    ...event,
  } as unknown as CloudEvent;
  const { contents, metadata } = written(expected, mode, binding);
  return runMessage(
    addInteraction,
    {
      ...rest,
      contents,
      metadata,
      ...(over === undefined
        ? {}
        : {
            over: { ...over, carry: (message) => over.carry(recoded(message, mode, over.binding)) },
          }),
    },
    (message) => handler(readCloudEvent(message), message),
  );
}

function written(
  event: CloudEvent,
  mode: NonNullable<EventDeclaration<unknown>['mode']>,
  binding: EventBinding,
): EventMessage {
  return mode === 'binary' ? toBinaryEvent(event, binding) : toStructuredEvent(event);
}

/** The pact names header fields for one transport; another one has its own names. */
function recoded(
  message: EventMessage,
  mode: NonNullable<EventDeclaration<unknown>['mode']>,
  binding: EventBinding,
): EventMessage {
  return written(readCloudEvent(message), mode, binding);
}
