import { describe, expect, it } from 'vitest';
import { summarize } from '../src/history/read-history.ts';
import { judgeContext } from '../src/judge/context.ts';
import { lockstep } from '../src/judge/rules/lockstep.ts';
import { judgeFacts } from '../src/judge-facts.ts';
import { explain } from '../src/report/explain.ts';
import { shopFacts, shopFile } from './shop-facts.ts';

const order = shopFile('services', 'order');
const stock = shopFile('services', 'stock');
const invoice = shopFile('services', 'invoice');
const commit = (author: string, ...files: string[]) => ({ author, day: '2025-03-04', files });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const commits = [
  ...times(12, commit('ann', order, stock)),
  ...times(15, commit('ann', order)),
  ...times(10, commit('ann', stock)),
  ...times(25, commit('bob', invoice)),
  ...times(15, commit('renovate[bot]', 'package.json')),
  commit('eve', invoice),
];

function judge(owners: Record<string, string[]> = {}, steering = {}, log = commits) {
  const facts = shopFacts();
  const history = summarize(log, facts.files, (path) => owners[path] ?? [], []);
  return judgeFacts({ ...facts, history }, steering);
}

const idsOf = (findings: readonly { id: string }[], kind: string) =>
  findings.map(({ id }) => id).filter((id) => id.startsWith(kind));

describe('judging what history knows', () => {
  const { findings, verdict } = judge();

  it('finds domains that change together', () => {
    expect(idsOf(findings, 'lockstep')).toEqual(['lockstep:order+stock']);
    expect(findings.find(({ kind }) => kind === 'lockstep')).toMatchObject({
      together: 12,
      quieter: 'stock',
      commits: 22,
      sites: [{ file: order }, { file: stock }],
    });
  });

  it.each([
    [2, true],
    [5, true],
    [7, false],
  ])('ten commits through %i domains bind two of them: %s', (width, found) => {
    const names = Array.from({ length: width }, (_, i) => `d${i}`);
    const files = names.map((name) => ({
      path: `${name}.ts`,
      loc: 9,
      role: 'domain' as const,
      domain: name,
      confidence: 1,
      because: [],
    }));
    const log = times(10, commit('ann', ...files.map(({ path }) => path)));
    const history = summarize(log, files, () => [], []);
    const context = judgeContext({ ...shopFacts(), history }, files, [], names);
    expect(lockstep.judge(context).some(({ id }) => id === 'lockstep:d0+d1')).toBe(found);
  });

  it('finds what is large and changes most', () => {
    expect(idsOf(findings, 'hotspot')).toEqual([`hotspot:${order}`]);
  });

  it('leaves alone what has been at rest for a year', () => {
    const old = commits.map((one) => ({ ...one, day: '2023-03-04' }));
    const later = [...old, commit('eve', invoice)];
    expect(idsOf(judge({}, {}, later).findings, 'hotspot')).toEqual([]);
  });

  it('finds domains that one person knows, once for each person', () => {
    expect(idsOf(findings, 'one-person-knowledge')).toEqual([
      'one-person-knowledge:ann',
      'one-person-knowledge:bob',
    ]);
    const ann = findings.find(({ id }) => id === 'one-person-knowledge:ann');
    expect(ann).toMatchObject({ domains: ['order', 'stock'], severity: 'low', share: 1 });
    expect(ann).not.toHaveProperty('gone');
  });

  it('says when the person who knows is gone', () => {
    const gone = commits.map((one) => (one.author === 'bob' ? { ...one, day: '2023-11-30' } : one));
    expect(judge({}, {}, gone).findings.find(({ id }) => id.endsWith(':bob'))).toMatchObject({
      severity: 'medium',
      gone: '2023-11-30',
    });
  });

  it('takes no program for a person', () => {
    const machine = commits.map((one) =>
      one.author === 'bob' ? { ...one, author: 'renovate[bot]' } : one,
    );
    const judged = judge({}, {}, [...machine, commit('eve', order), commit('joe', order)]);
    expect(idsOf(judged.findings, 'one-person-knowledge')).toEqual(['one-person-knowledge:ann']);
  });

  it('explains a file and a domain by their history', () => {
    const analysis = judge({ [order]: ['@sales'] });
    expect(explain(analysis, order).history).toEqual([
      '27 changes, all in the last year; there since 2025-03-04',
      'changed by ann alone',
      'owned by @sales, says CODEOWNERS',
    ]);
    expect(explain(analysis, 'invoice').history).toContain(
      'changed by 2 people, 96 % of the changes by bob',
    );
  });

  it('asks for owners only where some are named', () => {
    expect(idsOf(findings, 'no-owner')).toEqual([]);
    const owned = Object.fromEntries(
      shopFacts()
        .files.filter(({ path }) => path.includes('stock'))
        .map(({ path }) => [path, ['@warehouse']]),
    );
    expect(idsOf(judge(owned).findings, 'no-owner')).toEqual([
      'no-owner:invoice',
      'no-owner:order',
    ]);
    const steering = { domains: { invoice: { owner: 'money', files: ['**/invoice.*'] } } };
    expect(idsOf(judge(owned, steering).findings, 'no-owner')).toEqual(['no-owner:order']);
  });

  it('counts the people who keep changing it for the verdict, not who passed by nor programs', () => {
    expect(verdict.signals.find(({ name }) => name === 'team-size')).toMatchObject({
      value: 2,
      speaks: 'against',
    });
  });
});
