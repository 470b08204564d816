import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type Proxy as RunningProxy } from '../../src/index.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';
import { type Recorder, startRecorder } from '../support/recorder.ts';
import {
  casesAbsent,
  desyncCases,
  gadgetCases,
  llhttpCases,
  type RawCase,
} from '../support/shared-cases.ts';
import { doubtsAbout } from '../support/strict-checker.ts';

type Outcome = 'rejected' | 'clean' | 'dirty' | 'silent';

describe.skipIf(casesAbsent !== undefined)('requests that other software was attacked with', () => {
  describe.each(['fast', 'safe'] as const)('on the %s lane', (lane) => {
    it.each([
      ['desync-guardian', desyncCases],
      ['llhttp', llhttpCases],
      ['smuggler gadgets', gadgetCases],
    ] as const)(
      'are refused or forwarded clean: %s',
      async (_name, cases) => {
        const dirty: string[] = [];
        const counts: Record<Outcome, number> = { rejected: 0, clean: 0, dirty: 0, silent: 0 };
        const queue = cases();
        const total = queue.length;
        const worker = async (): Promise<void> => {
          const recorder = await startRecorder();
          const proxy = await createProxy({
            table: loadRoutes({
              schemaVersion: 1,
              upstreams: { monolith: recorder.url },
              routes: [{ match: '/**', state: 'monolith' }],
            }),
            port: 0,
            lane,
          });
          for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
            const { outcome, why } = await outcomeOf(proxy, recorder, one);
            counts[outcome]++;
            if (outcome === 'dirty') dirty.push(`${one.name}: ${why}`);
          }
          await proxy.close({ drainMs: 0 });
          await recorder.close();
        };
        await Promise.all(Array.from({ length: 8 }, worker));
        expect(dirty).toEqual([]);
        expect(counts.rejected + counts.clean + counts.silent).toBe(total);
        expect(counts.rejected).toBeGreaterThan(0);
        expect(counts.clean).toBeGreaterThan(0);
      },
      60_000,
    );
  });
});

async function outcomeOf(
  proxy: RunningProxy,
  recorder: Recorder,
  { raw }: RawCase,
): Promise<{ outcome: Outcome; why: string }> {
  recorder.clear();
  const answer = await sendRaw(proxy.url, raw, {
    quietMs: 120,
    until: (text) => statusesIn(text).some((status) => status >= 400),
  });
  const doubts = recorder.connections.flatMap(doubtsAbout);
  if (doubts.length > 0) return { outcome: 'dirty', why: doubts.join('; ') };
  if (recorder.connections.length > 0) return { outcome: 'clean', why: '' };
  return { outcome: answer.text === '' ? 'silent' : 'rejected', why: '' };
}

describe('the way the cases are run', () => {
  let recorder: Recorder;
  beforeAll(async () => {
    recorder = await startRecorder();
  });
  afterAll(() => recorder.close());

  it('says why when the case files are absent', () => {
    expect(casesAbsent === undefined || casesAbsent.includes('ASHLAR_SHARED')).toBe(true);
  });

  it('notices dirty bytes', async () => {
    await sendRaw(recorder.url, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n');
    expect(recorder.connections.flatMap(doubtsAbout)).toEqual(['2 Host fields']);
  });
});
