import { describe, expect, it } from 'vitest';
import { summarize } from '../src/history/read-history.ts';
import { judgeFacts } from '../src/judge-facts.ts';
import { shopFacts, shopFile } from './shop-facts.ts';

const order = shopFile('services', 'order');
const stock = shopFile('services', 'stock');
const invoice = shopFile('services', 'invoice');
const commit = (author: string, ...files: string[]) => ({ author, day: '2025-03-04', files });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const commits = [
  ...times(12, commit('ann', order, stock)),
  ...times(15, commit('ann', order)),
  ...times(25, commit('bob', invoice)),
  commit('eve', invoice),
];

function judge(owners: Record<string, string[]> = {}, steering = {}) {
  const facts = shopFacts();
  const history = summarize(commits, facts.files, (path) => owners[path] ?? [], []);
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
      commits: 12,
    });
  });

  it('finds what is large and changes most', () => {
    expect(idsOf(findings, 'hotspot')).toEqual([`hotspot:${order}`]);
  });

  it('finds domains that one person knows', () => {
    expect(idsOf(findings, 'one-person-knowledge')).toEqual([
      'one-person-knowledge:invoice',
      'one-person-knowledge:order',
    ]);
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

  it('counts the people of the last year for the verdict', () => {
    expect(verdict.signals.find(({ name }) => name === 'team-size')).toMatchObject({
      value: 3,
      speaks: 'against',
    });
  });
});
