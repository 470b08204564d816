import { describe, expect, it } from 'vitest';
import { readNativeResult } from '../../src/verify/read-result.ts';

const failure = { type: 'error', message: 'connection refused' };
const interaction = (more: object): object => ({
  consumer: 'shop',
  description: 'asks',
  duration: '1m 2.5s',
  pending: false,
  providerStates: ['a'],
  ...more,
});

describe('the result of the native verifier', () => {
  it('is read with its times in milliseconds', () => {
    const times = ['103ms', '2.038s', '21.5µs', '1m 7s', '2h 1ms', 'nonsense'];
    const json = JSON.stringify({
      result: true,
      interactionResults: times.map((duration) => interaction({ duration, result: 'OK' })),
    });
    expect(
      readNativeResult(json).pacts[0]?.interactions.map(({ durationMs }) => durationMs),
    ).toEqual([103, 2038, 0.022, 67_000, 7_200_001, 0]);
  });

  it('keeps apart what failed in an interaction and what failed besides', () => {
    const json = JSON.stringify({
      result: false,
      interactionResults: [interaction({ result: 'Error', mismatch: failure })],
      errors: [
        { interaction: 'Verifying asks', mismatch: failure },
        {
          interaction: 'web - inventory',
          mismatch: { type: 'error', message: 'pact is \u001b[31mgone\u001b[0m' },
        },
      ],
    });
    const { pacts, problems } = readNativeResult(json);
    expect(pacts[0]?.interactions[0]).toMatchObject({
      outcome: 'error',
      mismatches: ['connection refused'],
    });
    expect(problems).toEqual(['web - inventory: pact is gone']);
  });

  it('passes on only what the broker said before', () => {
    const notice = (text: string, when: string): object => ({ text, when });
    const notices = [
      notice('why', 'before_verification'),
      notice('why', 'before_verification'),
      notice('then', 'after_verification:success_true_published_true'),
    ];
    expect(readNativeResult(JSON.stringify({ result: true, notices })).notices).toEqual(['why']);
  });

  it.each(['', 'null', '[]', '{'])('is refused when it is %j', (json) => {
    expect(() => readNativeResult(json)).toThrow('cannot be read');
  });
});
