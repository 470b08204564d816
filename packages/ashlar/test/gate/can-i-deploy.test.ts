import { type Broker, createBroker, createEnvironment } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canIDeployGate, noBrokerGate } from '../../src/gate/can-i-deploy.ts';
import { advance } from './advance.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await createBroker({ port: 0, database: ':memory:' });
  await createEnvironment({ broker: { url: broker.url }, name: 'production', production: true });
});
afterAll(() => broker.close());

const step = advance({ from: 'monolith', to: 'shadow' });
const gated = { ...step, pacticipant: 'inventory', environment: 'production' };

describe('the contract gate', () => {
  it('has no say over a route that names no pacticipant', async () => {
    expect(await canIDeployGate({ url: broker.url }).check(step)).toMatchObject({ allowed: true });
    expect(await noBrokerGate().check(step)).toMatchObject({ allowed: true });
  });

  it('refuses a pacticipant without an environment, whether or not there is a broker', async () => {
    const half = { ...step, pacticipant: 'inventory', serviceVersion: '1.0.0' };
    for (const gate of [canIDeployGate({ url: broker.url }), noBrokerGate()]) {
      expect(await gate.check(half)).toMatchObject({
        allowed: false,
        reason: expect.stringContaining('no environment'),
        fix: expect.stringContaining('ashlar proxy reload'),
      });
    }
  });

  it('refuses when the route wants it and no broker was named', async () => {
    const answer = await noBrokerGate().check(gated);
    expect(answer).toMatchObject({ allowed: false, fix: expect.stringContaining('--broker-url') });
  });

  it('refuses when nobody knows which version is serving', async () => {
    const answer = await canIDeployGate({ url: broker.url }).check(gated);
    expect(answer).toMatchObject({ allowed: false, fix: expect.stringContaining('version') });
  });

  it('refuses a version that the broker has never heard of', async () => {
    const put = await fetch(`${broker.url}/pacticipants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'inventory' }),
    });
    expect(put.status).toBe(201);
    const answer = await canIDeployGate({ url: broker.url }).check({
      ...gated,
      serviceVersion: '9.9.9',
    });
    expect(answer.allowed).toBe(false);
    expect(answer.reason).toContain('9.9.9');
  });

  it('allows a version that needs nothing of anybody', async () => {
    await fetch(`${broker.url}/pacticipants/inventory/versions/1.0.0`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const answer = await canIDeployGate({ url: broker.url }).check({
      ...gated,
      serviceVersion: '1.0.0',
    });
    expect(answer.allowed).toBe(true);
  });
});
