import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BrokerSession } from '../../src/client/session.ts';
import { canIDeploy } from '../../src/verdict/can-i-deploy.ts';
import { askMatrix } from '../../src/verdict/matrix.ts';
import { reasonsOf } from '../../src/verdict/reasons.ts';
import { index, stubBroker } from '../client/stub-broker.ts';

const shared = process.env.ASHLAR_SHARED ?? join(import.meta.dirname, '../../../../../shared');
const file = join(shared, 'broker/recordings/04-can-i-deploy.json');

interface Step {
  readonly name: string;
  readonly request: { readonly path: string; readonly method: string };
  readonly response: { readonly status: number; readonly body: unknown };
}

const steps: readonly Step[] = existsSync(file) ? readSteps() : [];

function readSteps(): readonly Step[] {
  const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return (Array.isArray(recorded) ? recorded : (recorded as { steps: Step[] }).steps) as Step[];
}

function step(start: string): Step {
  const found = steps.find(({ name }) => name.startsWith(start));
  if (found === undefined) throw new Error(`The recordings have no step ${start}`);
  return found;
}

const TO_TEST = { environment: 'test' } as const;

describe.skipIf(steps.length === 0)(
  `verdicts on answers of the official broker (needs ${file})`,
  () => {
    it.each([
      ['01 ', null, [['no-version-at-target', 'No version of Api is recorded in test.']]],
      [
        '02 ',
        false,
        [
          [
            'version-unknown',
            'The broker does not know version 99 of Web: it has neither published nor verified a pact.',
          ],
        ],
      ],
      [
        '06 ',
        true,
        [['nothing-to-verify', 'No pact ties Web to test: nothing has to be verified.']],
      ],
      ['07 ', true, [['all-verified', 'The one pact that counts is verified.']]],
      ['08 ', null, [['not-verified', 'Api 10 has never verified the pact of Web 2.']]],
      [
        '10 ',
        false,
        [
          [
            'verification-failed',
            'Api 11 does not fulfil the pact of Web 2: its verification failed.',
          ],
        ],
      ],
      ['11 ', null, [['not-verified', 'Api 11 has never verified the pact of Web 1.']]],
      [
        '16 ',
        true,
        [['nothing-to-verify', 'No pact ties Web to test: nothing has to be verified.']],
      ],
      [
        '18 ',
        true,
        [
          ['all-verified', 'The one pact that counts is verified.'],
          ['warning', 'Cannot ignore any version of Zzz (no such pacticipant exists)'],
        ],
      ],
      ['21 ', null, [['no-version-at-target', 'No version of Search is recorded in test.']]],
      ['48 ', null, [['not-verified', 'Web 5 has never verified the pact of Mobile 1.']]],
    ])('step %sis explained', async (start, deployable, reasons) => {
      const { response } = step(start);
      const stub = await stubBroker((asked, base) =>
        asked.path === '/' ? index(base) : { status: response.status, body: response.body },
      );
      try {
        const verdict = await canIDeploy({
          broker: { url: stub.url },
          pacticipants: [{ name: 'Web', version: '1' }],
          to: TO_TEST,
        });
        expect(verdict.deployable).toBe(deployable);
        expect(verdict.reasons.map(({ kind, text }) => [kind, text])).toEqual(reasons);
      } finally {
        await stub.close();
      }
    });

    it('gives every recorded no and unknown a reason of its own, with a next step where it knows one', async () => {
      const answers = steps.filter(
        ({ request, response }) =>
          request.path.startsWith('/matrix?') &&
          response.status === 200 &&
          typeof response.body === 'object',
      );
      expect(answers.length).toBeGreaterThan(40);
      for (const { name, response } of answers) {
        const session = {
          resolve: () => new URL('http://x/matrix'),
          ask: async () => ({ status: 200, body: response.body, text: '' }),
        } as unknown as BrokerSession;
        const question = { pacticipants: [{ name: 'Web', version: '1' }], to: TO_TEST, ignore: [] };
        const matrix = await askMatrix(session, question);
        const reasons = reasonsOf(question, matrix).filter(({ kind }) => kind !== 'warning');
        expect(reasons.length, name).toBeGreaterThan(0);
        if (matrix.deployable === true) continue;
        const unexplained = reasons.filter(({ kind }) => kind === 'broker-statement');
        expect(
          unexplained.map(({ text }) => text),
          name,
        ).toEqual(name.startsWith('33 ') ? ['No version of Web from branch nope exists'] : []);
      }
    });
  },
);
