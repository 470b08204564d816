import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { canIDeploy, canIMerge, verdictExitCode } from '../../src/verdict/can-i-deploy.ts';
import { matrixQuery } from '../../src/verdict/matrix.ts';
import type { PacticipantSelector, Verdict } from '../../src/verdict/model.ts';
import {
  renderVerdictJson,
  renderVerdictMarkdown,
  renderVerdictText,
} from '../../src/verdict/render.ts';
import { type Answer, index, type StubBroker, stubBroker } from '../client/stub-broker.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../schemas/verdict.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

const side = (name: string, number?: string): object => ({
  name,
  version: number === undefined ? null : { number },
});

function matrix(
  deployable: boolean | null,
  errors: readonly string[],
  rows: readonly object[],
): Answer {
  const count = (success: boolean | null): number =>
    rows.filter(
      (row) =>
        ((row as { verificationResult: { success: boolean } | null }).verificationResult?.success ??
          null) === success,
    ).length;
  return {
    body: {
      summary: { deployable, success: count(true), failed: count(false), unknown: count(null) },
      notices: errors.map((text) => ({ type: 'error', text })),
      matrix: rows,
    },
  };
}

function row(consumer: object, provider: object, success: boolean | null): object {
  return {
    consumer,
    provider,
    pact: { _links: { self: { href: 'http://broker/pact' } } },
    verificationResult:
      success === null ? null : { success, _links: { self: { href: 'http://broker/result/1' } } },
  };
}

async function withBroker<T>(
  answers: readonly Answer[],
  use: (stub: StubBroker) => Promise<T>,
): Promise<T> {
  let next = 0;
  const stub = await stubBroker((asked, base) => {
    if (asked.path === '/') return index(base);
    next += 1;
    return answers[Math.min(next, answers.length) - 1] ?? {};
  });
  return use(stub).finally(() => stub.close());
}

const SHOP: PacticipantSelector = { name: 'shop', version: '7' };
const PRODUCTION = { environment: 'production' } as const;

async function verdictOf(answer: Answer, more: object = {}): Promise<Verdict> {
  return withBroker([answer], (broker) =>
    canIDeploy({ broker, pacticipants: [SHOP], to: PRODUCTION, ...more }),
  );
}

const YES = matrix(true, [], [row(side('shop', '7'), side('inventory', '3'), true)]);
const UNKNOWN = matrix(
  null,
  [
    'There is no verified pact between version 7 of shop and the version of inventory currently in production (3)',
  ],
  [row(side('shop', '7'), side('inventory'), null)],
);
const NO = matrix(
  false,
  [
    'The verification for the pact between version 7 of shop and the version of inventory currently in production (3) failed',
  ],
  [
    row(side('shop', '7'), side('inventory', '3'), false),
    row(side('shop', '7'), side('pay|ments'), null),
  ],
);

describe('the question', () => {
  it.each<[string, Parameters<typeof matrixQuery>[0], string]>([
    [
      'to an environment',
      { pacticipants: [SHOP], to: PRODUCTION, ignore: [] },
      'q[][pacticipant]=shop&q[][version]=7&latestby=cvpv&environment=production&limit=1000',
    ],
    [
      'to a tag',
      { pacticipants: [SHOP], to: { tag: 'prod' }, ignore: [] },
      'q[][pacticipant]=shop&q[][version]=7&latestby=cvp&latest=true&tag=prod&limit=1000',
    ],
    [
      'to the main branches',
      { pacticipants: [SHOP], to: { mainBranch: true }, ignore: [] },
      'q[][pacticipant]=shop&q[][version]=7&latestby=cvp&latest=true&mainBranch=true&limit=1000',
    ],
    [
      'to whatever is the latest',
      { pacticipants: [{ name: 'shop', branch: 'main' }], to: null, ignore: [] },
      'q[][pacticipant]=shop&q[][branch]=main&q[][latest]=true&latestby=cvp&latest=true&limit=1000',
    ],
    [
      'of versions to each other',
      { pacticipants: [SHOP, { name: 'a&b', mainBranch: true }], to: null, ignore: [] },
      'q[][pacticipant]=shop&q[][version]=7&q[][pacticipant]=a&b&q[][mainBranch]=true&q[][latest]=true&latestby=cvpv&limit=1000',
    ],
    [
      'with something ignored',
      {
        pacticipants: [SHOP],
        to: PRODUCTION,
        ignore: [{ name: 'x' }, { name: 'y', version: '1' }],
      },
      'q[][pacticipant]=shop&q[][version]=7&ignore[][pacticipant]=x&ignore[][pacticipant]=y&ignore[][version]=1&latestby=cvpv&environment=production&limit=1000',
    ],
  ])('is asked as official clients do: %s', (_what, question, query) => {
    expect([...matrixQuery(question)].map(([name, value]) => `${name}=${value}`).join('&')).toBe(
      query,
    );
  });

  it.each([
    ['nobody is named', []],
    ['no version is given', [{ name: 'shop' }]],
    ['too much is given', [{ name: 'shop', version: '1', branch: 'main' }]],
    ['a version and the latest are given', [{ name: 'shop', version: '1', latest: true }]],
  ])('is refused when %s', async (_what, pacticipants) => {
    const asking = canIDeploy({ broker: { url: 'http://127.0.0.1:1' }, pacticipants });
    await expect(asking).rejects.toMatchObject({ code: 'CONTRACTS_OPTION_INVALID' });
  });
});

describe('the verdict', () => {
  it.each([
    ['yes', YES, true, 'Yes: shop 7 can go to production.'],
    ['no', NO, false, 'No: shop 7 must not go to production.'],
    [
      'unknown',
      UNKNOWN,
      null,
      'Unknown: whether shop 7 can go to production is not known, one result is missing.',
    ],
  ])('%s fits its schema and has its exit code', async (_word, answer, deployable, summary) => {
    const verdict = await verdictOf(answer);
    expect(verdict).toMatchObject({ deployable, summary });
    validate(JSON.parse(renderVerdictJson(verdict)));
    expect(validate.errors).toBeNull();
    expect(verdictExitCode(verdict)).toBe(deployable === true ? 0 : 1);
    expect(verdictExitCode({ ...verdict, dryRun: true })).toBe(0);
  });

  it('tells how to get from unknown to an answer', async () => {
    const [reason] = (await verdictOf(UNKNOWN)).reasons;
    expect(reason).toMatchObject({
      kind: 'not-verified',
      text: 'inventory 3 has never verified the pact of shop 7.',
      nextStep:
        'In inventory at version 3, run: ashlar verify --provider inventory --provider-base-url URL --provider-version 3 --publish',
    });
  });

  it('is not fooled by a broker that says no without a word', async () => {
    const verdict = await verdictOf(matrix(false, ['Something entirely new'], []));
    expect(verdict.reasons).toEqual([
      { kind: 'broker-statement', text: 'Something entirely new', nextStep: undefined },
    ]);
  });

  it.each([
    ['an unknown pacticipant', 'Pacticipant shop not found', /does not know shop/],
    [
      'an unknown environment',
      "Environment with name 'production' does not exist",
      /no environment "production"/,
    ],
    ['anything else', 'The limit must be 1 or greater.', /The limit must be 1 or greater/],
  ])('cannot be had for %s', async (_what, error, said) => {
    await expect(verdictOf({ status: 400, body: { errors: [error] } })).rejects.toThrow(said);
  });
});

describe('waiting while unknown', () => {
  const ask = (
    answers: readonly Answer[],
    times: number,
  ): Promise<{ verdict: Verdict; waits: number }> =>
    withBroker(answers, async (broker) => {
      let waits = 0;
      const verdict = await canIMerge({
        broker,
        pacticipants: [SHOP],
        retryWhileUnknown: { times, intervalMs: 5 },
        onRetry: () => {
          waits += 1;
        },
      });
      return { verdict, waits };
    });

  it.each([
    ['until there is a yes', [UNKNOWN, UNKNOWN, YES], 5, true, 2],
    ['never after a no', [NO, YES], 5, false, 0],
    ['as often as allowed', [UNKNOWN], 3, null, 3],
    ['not at all by default', [UNKNOWN, YES], 0, null, 0],
  ])('goes on %s', async (_what, answers, times, deployable, waits) => {
    expect(await ask(answers, times)).toMatchObject({ verdict: { deployable }, waits });
  });
});

describe('the report', () => {
  it('is a table, an answer and reasons for a terminal', async () => {
    expect(renderVerdictText(await verdictOf(NO))).toBe(`Consumer  Provider     Result
shop 7    inventory 3  failed
shop 7    pay|ments    no result

No: shop 7 must not go to production.
  ✗ inventory 3 does not fulfil the pact of shop 7: its verification failed.
    → See what differs at http://broker/result/1, then fix inventory and verify again, or change what shop expects and publish again.
  ? pay|ments has never verified the pact of shop 7.
    → In pay|ments, run: ashlar verify --provider 'pay|ments' --provider-base-url URL --provider-version VERSION --publish
`);
  });

  it('is Markdown that names cannot break', async () => {
    const words = renderVerdictMarkdown(await verdictOf(NO, { dryRun: true }));
    expect(words).toContain(
      '### No: shop 7 must not go to production. (Dry run: the exit code says yes.)',
    );
    expect(words).toContain('| shop 7 | pay\\|ments | no result |');
    expect(words).toContain('| shop 7 | inventory 3 | [failed](http://broker/result/1) |');
  });
});
