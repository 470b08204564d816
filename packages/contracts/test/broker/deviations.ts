import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type BrokerOptions, createBroker } from '../../src/broker/create.ts';
import { readRecording, replay } from './replay.ts';

/** Recordings by name, with how many steps they have: a shorter file would prove less. */
export const STEPS = {
  '01-publish': 78,
  '02-verification': 65,
  '03-environments': 84,
  '04-can-i-deploy': 98,
  '06-webhooks': 48,
  '08-names': 23,
  '10-sha': 29,
} as const;

export type RecordingName = keyof typeof STEPS;
type Deviations = Partial<Record<RecordingName, Readonly<Record<string, string>>>>;

/** Where this broker answers otherwise even when told to follow the letter. */
const ALWAYS: Deviations = {
  '01-publish': {
    'publish with no contracts': 'an empty list is the client’s mistake (400), not ours (500)',
  },
  '06-webhooks': {
    'execute test': 'the length of the body depends on the port of this run',
    'execute unsaved': 'a webhook without a body sends none, rather than the word null as a form',
  },
};

const LIVE = 'every version that lives in the environment needs a result, not only one of them';

/** What is done better unless `compat` asks for the letter. */
const BY_DEFAULT: Deviations = {
  '01-publish': {
    'PATCH pact merge ok': 'merged content is stored under its own sha, not that of the patch',
    'GET merged pact': 'merged content is stored under its own sha, not that of the patch',
  },
  '04-can-i-deploy': {
    '15 two provider instances, only one verified': LIVE,
    '15b same with latestby=cvp': LIVE,
    '16 ignore provider': LIVE,
    '17 ignore provider version': LIVE,
    '18 ignore unknown pacticipant': LIVE,
    '19 ignore unknown version': LIVE,
    '20 released versions both considered': LIVE,
    '25 removed integration: Web 4 has no Search': LIVE,
    '32 branch all': LIVE,
    'can-i-deploy resource ignore': LIVE,
  },
};

/** Recorded pages show the day they were made on. */
const RECORDED_ON = Date.parse('2026-11-22T13:30:00Z');

/** The receiver the recorded webhooks were sent to: it fails where the recording needs failures. */
export const receiver: http.Server = http.createServer((request, response) => {
  const fails = /\/(?:fail|provider_verification_failed)\b/.test(request.url ?? '');
  request.resume();
  request.on('end', () => {
    response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
    response.end('{"ok":true}');
  });
});

const RECORDED_RECEIVER = '127.0.0.1:9595';

/** Replays a recording on a new store; the names of the steps answered otherwise. */
export async function deviations(
  name: RecordingName,
  options: Pick<BrokerOptions, 'compat' | 'database'>,
): Promise<string[]> {
  const offset = RECORDED_ON - Date.now();
  const broker = await createBroker({
    port: 0,
    ...options,
    clock: () => new Date(Date.now() + offset),
    webhooks: {
      schemes: ['http'],
      hosts: ['127.0.0.1'],
      allowPrivateHosts: true,
      retrySchedule: [1],
      delayMs: 700,
      spacingMs: 1,
    },
  });
  try {
    const { port } = receiver.address() as AddressInfo;
    const steps = readRecording(name, RECORDED_RECEIVER, `127.0.0.1:${port}`);
    expect(steps).toHaveLength(STEPS[name]);
    const results = await replay(steps, broker.url, async (step) => {
      if (step.name.endsWith('after execution')) await sleep(3_000);
    });
    return results.filter(({ differences }) => differences.length > 0).map((step) => step.name);
  } finally {
    await broker.close();
  }
}

/** The steps that are meant to be answered otherwise. */
export function expectedDeviations(name: RecordingName, compat: boolean): string[] {
  return Object.keys({ ...ALWAYS[name], ...(compat ? {} : BY_DEFAULT[name]) });
}
