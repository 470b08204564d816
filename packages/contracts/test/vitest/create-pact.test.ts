import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPact } from '../../src/vitest/index.ts';
import { type ConsumerProject, type ConsumerTest, consumerProject } from './consumer-project.ts';

const FILES = 8;
const EACH = 15;

function tests(file: number, count: number = EACH): readonly ConsumerTest[] {
  return Array.from({ length: count }, (_, number) => ({
    description: `asks for item ${file}-${number}`,
    path: `/items/${file}/${number}`,
    body: { file, number },
    ...(number % 3 === 0 ? { state: `item ${file}-${number} exists` } : {}),
  }));
}

interface Written {
  readonly interactions: readonly { readonly description: string }[];
}

function descriptions(pact: string | undefined): readonly string[] {
  return (JSON.parse(pact ?? '{"interactions":[]}') as Written).interactions.map(
    ({ description }) => description,
  );
}

describe('consumer tests on several forks', { timeout: 120_000 }, () => {
  let project: ConsumerProject;
  beforeAll(async () => {
    project = await consumerProject();
    for (let file = 0; file < FILES; file += 1) await project.write(`items-${file}`, tests(file));
  });
  afterAll(() => project.dispose());

  it('keep every one of 8 × 15 interactions, sorted, and the same bytes on threads', async () => {
    const first = await project.run('--isolate', '--maxWorkers=8');
    expect(first.code, first.output).toBe(0);
    const pact = await project.pact();
    const all = Array.from({ length: FILES }, (_, file) => tests(file)).flat();
    expect(descriptions(pact)).toEqual(all.map(({ description }) => description).sort());
    const second = await project.run('--pool=threads', '--maxWorkers=2');
    expect(second.code, second.output).toBe(0);
    expect(await project.pact()).toBe(pact);
  });

  it('keep the other interactions when only some tests are run', async () => {
    const before = await project.pact();
    expect((await project.run('items-3', '-t', 'item 3-4$')).code).toBe(0);
    expect(await project.pact()).toBe(before);
  });

  it('drop what was expected by tests and test files that are gone', async () => {
    await project.remove('items-7');
    await project.write('items-0', tests(0, 5));
    expect((await project.run('items-0')).code).toBe(0);
    const left = descriptions(await project.pact());
    expect(left).toHaveLength((FILES - 2) * EACH + 5);
    expect(left.filter((one) => one.includes('item 7-'))).toEqual([]);
  });

  it('take over a change that is made in two files at once', async () => {
    const [twin] = tests(1, 1);
    await project.write('twin', [twin as ConsumerTest]);
    expect((await project.run('twin', 'items-1')).code).toBe(0);
    const changed = { ...(twin as ConsumerTest), body: { changed: true } };
    await project.write('twin', [changed]);
    await project.write('items-1', [changed]);
    const { code, output } = await project.run('twin', 'items-1');
    expect(code, output).toBe(0);
    expect(await project.pact()).toContain('"changed": true');
  });

  it('fail when two tests call different things by the same description and state', async () => {
    const before = await project.pact();
    const [twin] = tests(1, 1);
    await project.write('twin', [{ ...(twin as ConsumerTest), body: { file: 'another' } }]);
    const { code, output } = await project.run('twin', 'items-1');
    expect(code).toBe(1);
    expect(output).toContain('Two different expectations of shop towards inventory');
    expect(output).toContain('asks for item 1-0');
    expect(output).toContain('twin.test.js');
    expect(before).toContain('item 1-0');
  });
});

describe('a pact in the wrong place', () => {
  it('makes the test fail that would write it', async () => {
    const pact = createPact({ consumer: 'shop', provider: 'inventory' });
    const writing = pact
      .addInteraction()
      .uponReceiving('a request')
      .withRequest('GET', '/')
      .willRespondWith(200)
      .executeTest(async ({ url }) => {
        await fetch(url);
      });
    await expect(writing).rejects.toMatchObject({ code: 'CONTRACTS_PACT_TEST_MISPLACED' });
  });
});
