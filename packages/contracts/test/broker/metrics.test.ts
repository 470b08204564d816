import { afterEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

let broker: Broker | undefined;

afterEach(() => broker?.close());

async function scrape(url: string): Promise<Map<string, number>> {
  const accept = 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4';
  const response = await fetch(`${url}/metrics/prometheus`, { headers: { accept } });
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = (await response.text()).split('\n').filter((line) => /^[a-z]/.test(line));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

describe('metrics for Prometheus', () => {
  it('count requests by route, and what the store holds', async () => {
    broker = await createBroker({ port: 0 });
    const headers = { 'content-type': 'application/json' };
    for (const name of ['Web', 'Api']) {
      await fetch(`${broker.url}/pacticipants/${name}/labels/gold`, { method: 'PUT', headers });
    }
    await fetch(`${broker.url}/nowhere/at-all`);
    const values = await scrape(broker.url);
    expect(values.get('pact_broker_pacticipants')).toBe(2);
    const name = 'pact_broker_http_requests_total';
    const route = 'route="/pacticipants/:pacticipant/labels/:label"';
    expect(values.get(`${name}{method="PUT",${route},status="201"}`)).toBe(2);
    expect(values.get(`${name}{method="GET",route="none",status="404"}`)).toBe(1);
    const durations = `pact_broker_http_request_duration_seconds`;
    expect(values.get(`${durations}_bucket{method="PUT",${route},le="+Inf"}`)).toBe(2);
    expect(values.get(`${durations}_count{method="PUT",${route}}`)).toBe(2);
  });

  it('leave the JSON at /metrics as the protocol has it', async () => {
    broker = await createBroker({ port: 0 });
    const response = await fetch(`${broker.url}/metrics`);
    expect(await response.json()).toMatchObject({ pacticipants: { count: 0 } });
  });
});
