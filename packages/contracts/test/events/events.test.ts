import { describe, expect, it } from 'vitest';
import { channelName } from '../../src/events/channel-name.ts';
import {
  type CloudEvent,
  readCloudEvent,
  toBinaryEvent,
  toStructuredEvent,
} from '../../src/events/cloud-event.ts';

const event: CloudEvent = {
  specversion: '1.0',
  id: '1',
  source: '/ordering',
  type: 'OrderCreated',
  traceparent: '00-aa',
  datacontenttype: 'application/json',
  data: { order: 7 },
};

describe('a CloudEvent', () => {
  it('is all body in structured mode', () => {
    const message = toStructuredEvent(event);
    expect(message).toEqual({
      contents: event,
      metadata: { contentType: 'application/cloudevents+json' },
    });
    expect(readCloudEvent(message)).toEqual(event);
  });

  it.each([
    ['http', 'ce-type'],
    ['kafka', 'ce_type'],
    ['nats', 'ce-type'],
    ['amqp', 'cloudEvents:type'],
  ] as const)('has headers of %s in binary mode', (binding, header) => {
    const message = toBinaryEvent(event, binding);
    expect(message.contents).toEqual({ order: 7 });
    expect(message.metadata).toMatchObject({
      contentType: 'application/json',
      [header]: 'OrderCreated',
    });
    expect(readCloudEvent(message)).toEqual(event);
  });

  it.each([
    ['http', 'b%C3%BCcher%20%22%25%22'],
    ['nats', 'b%C3%BCcher%20%22%25%22'],
    ['kafka', 'bücher "%"'],
    ['amqp', 'bücher "%"'],
  ] as const)('is encoded for %s as its header fields need it', (binding, subject) => {
    const odd = { ...event, subject: 'bücher "%"' };
    const message = toBinaryEvent(odd, binding);
    expect(Object.values(message.metadata)).toContain(subject);
    expect(readCloudEvent(message)).toEqual(odd);
  });

  it.each([
    [{ contents: {}, metadata: {} }, 'specversion 1.0, id, source, type'],
    [
      {
        contents: { ...event, id: '' },
        metadata: { contentType: 'application/cloudevents+json; charset=utf-8' },
      },
      'id',
    ],
  ])('%j lacks %s', (message, missing) => {
    expect(() => readCloudEvent(message)).toThrow(`it has no ${missing}.`);
  });
});

describe('the channel of an event', () => {
  it.each([
    ['ordering', 'OrderCreated', 1, 'ordering.order-created.v1'],
    ['Stock Room', 'SKUMoved', 12, 'stock-room.sku-moved.v12'],
    ['order_items', 'item.added', 2, 'order-items.item-added.v2'],
  ])('%s %s %i', (domain, name, version, expected) => {
    for (const broker of ['kafka', 'nats', 'rabbitmq'] as const) {
      expect(channelName({ domain, event: name, version }, broker)).toBe(expected);
    }
  });

  it.each([
    ['a>b', 'x', 1],
    ['a', '*', 1],
    ['a', 'x', 0],
    ['a', 'x'.repeat(260), 1],
  ])('%s %s %i is refused', (domain, name, version) => {
    expect(() => channelName({ domain, event: name, version }, 'nats')).toThrow(
      /no name of a channel/,
    );
  });
});
