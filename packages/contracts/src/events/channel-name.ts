import { ContractsError } from '../model/error.ts';

export type MessageBroker = 'kafka' | 'nats' | 'rabbitmq';

export interface EventName {
  /** Who publishes it, such as `ordering`. */
  readonly domain: string;
  /** What happened, such as `OrderCreated` or `order-created`. */
  readonly event: string;
  /** Major version: readers of another one do not understand it. */
  readonly version: number;
}

/** Longest names: Kafka's file names, AMQP's short strings, and what NATS clients print in one line. */
const LONGEST: Readonly<Record<MessageBroker, number>> = { kafka: 249, rabbitmq: 255, nats: 255 };

/**
 * `ordering.order-created.v1`: a topic of Kafka, a subject of NATS, a routing key of RabbitMQ. Words are
 * joined by hyphens and parts by dots, so that `ordering.*.v1` (NATS, RabbitMQ) selects all events of a
 * domain, and Kafka never sees dot and underscore collide in a metric.
 * @throws ContractsError CONTRACTS_EVENT_INVALID for names that the broker would refuse
 */
export function channelName({ domain, event, version }: EventName, broker: MessageBroker): string {
  const name = [words(domain), words(event), `v${version}`].join('.');
  const valid = /^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*\.v[1-9]\d*$/.test(name);
  if (valid && name.length <= LONGEST[broker]) return name;
  throw new ContractsError(
    'CONTRACTS_EVENT_INVALID',
    `"${name}" is no name of a channel for ${broker}.`,
    `Use letters and digits, a version from 1 on, and at most ${LONGEST[broker]} characters.`,
  );
}

function words(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[\s_.]+/g, '-')
    .toLowerCase();
}
