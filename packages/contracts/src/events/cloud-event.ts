import { ContractsError } from '../model/error.ts';
import { essenceOf } from '../openapi/media-type.ts';
import { isRecord, type JsonRecord } from '../openapi/node.ts';

/** CloudEvents 1.0, "Context Attributes"; other lower-case names are extensions. */
export interface CloudEvent<Data = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly subject?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly data?: Data;
  readonly [extension: string]: unknown;
}

/** The two halves of a message in a pact. */
export interface EventMessage {
  readonly contents: unknown;
  readonly metadata: JsonRecord;
}

/** What a binding puts in front of attributes that travel as headers of their own (binary mode). */
const PREFIXES = {
  http: 'ce-',
  kafka: 'ce_',
  nats: 'ce-',
  amqp: 'cloudEvents:',
} as const;

export type EventBinding = keyof typeof PREFIXES;

const STRUCTURED = 'application/cloudevents+json';

/** Everything in the body: the form that survives any transport. */
export function toStructuredEvent(event: CloudEvent): EventMessage {
  return { contents: event, metadata: { contentType: STRUCTURED } };
}

/**
 * The data as the body, attributes as headers named as the binding wants them. Matchers of a pact stay as
 * they are.
 */
export function toBinaryEvent(event: CloudEvent, binding: EventBinding): EventMessage {
  const { data, datacontenttype = 'application/json', ...attributes } = event;
  const headers = Object.entries(attributes).map(([name, value]) => [
    `${PREFIXES[binding]}${name}`,
    typeof value === 'object' ? value : headerText(String(value), binding),
  ]);
  return {
    contents: data,
    metadata: { contentType: datacontenttype, ...Object.fromEntries(headers) },
  };
}

function contentTypeOf(metadata: JsonRecord): string {
  const name = Object.keys(metadata).find((one) => /^content-?type$/i.test(one));
  return name === undefined ? '' : String(metadata[name] ?? '');
}

/**
 * The event in a message of either form, from any binding.
 * @throws ContractsError CONTRACTS_EVENT_INVALID if a required attribute is missing
 */
export function readCloudEvent({ contents, metadata }: EventMessage): CloudEvent {
  const contentType = contentTypeOf(metadata);
  if (essenceOf(contentType) === STRUCTURED) return checked(isRecord(contents) ? contents : {});
  const attributes = Object.entries(metadata).flatMap(([name, value]) => {
    const prefix = [...Object.values(PREFIXES), 'cloudEvents_'].find((one) =>
      name.toLowerCase().startsWith(one.toLowerCase()),
    );
    if (prefix === undefined) return [];
    const text = prefix === 'ce-' && typeof value === 'string' ? decodedText(value) : value;
    return [[name.slice(prefix.length).toLowerCase(), text] as const];
  });
  return checked({
    ...Object.fromEntries(attributes),
    ...(contentType !== '' && { datacontenttype: contentType }),
    ...(contents !== undefined && { data: contents }),
  });
}

/**
 * Header fields of HTTP, and those of NATS that are modelled on them, have printable ASCII without spaces,
 * quotes and percent signs; everything else is percent-encoded UTF-8 (HTTP binding 1.0.2, section 3.1.3.2).
 */
function headerText(text: string, binding: EventBinding): string {
  if (binding !== 'http' && binding !== 'nats') return text;
  return text.replace(/[^!#$&-~]+/gu, encodeURIComponent);
}

function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A sender that does not encode.
    return text;
  }
}

function checked(event: JsonRecord): CloudEvent {
  const missing = ['id', 'source', 'type'].filter((name) => {
    const value = event[name];
    return typeof value !== 'string' || value === '';
  });
  if (event.specversion !== '1.0') missing.unshift('specversion 1.0');
  if (missing.length === 0) return event as unknown as CloudEvent;
  throw new ContractsError(
    'CONTRACTS_EVENT_INVALID',
    `A message is no CloudEvent: it has no ${missing.join(', ')}.`,
    'Write it with toStructuredEvent or toBinaryEvent, or add the attributes.',
  );
}
