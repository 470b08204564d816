import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cluster, type PlainGraph } from '../../src/boundaries/cluster.ts';
import { type Agreement, readReference, scoreAgainst } from '../../src/metrics/score-against.ts';

const shared =
  process.env.ASHLAR_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = join(shared, 'decomposition');
const missing = existsSync(folder) ? '' : ` (skipped: no benchmark graphs at ${folder})`;

const load = (name: string): PlainGraph =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

function score(name: string, useNames = true): Agreement {
  const graph = load(name);
  return scoreAgainst(readReference(graph), cluster(graph, { useNames }).assignment);
}

describe.skipIf(missing !== '')(
  `codebases with a known split, one configuration for all${missing}`,
  () => {
    it('cuts medusa 1.20 nearly as its maintainers did', () => {
      const { adjustedMutualInformation, mojoFm } = score('medusa-v1.20');
      expect(adjustedMutualInformation).toBeGreaterThanOrEqual(0.82);
      expect(mojoFm).toBeGreaterThanOrEqual(88);
    });

    it('cuts 7ep-demo and jpetstore as experts do', () => {
      expect((score('7ep-demo').mojoFm + score('jpetstore').mojoFm) / 2).toBeGreaterThanOrEqual(80);
    });

    it('cuts LdoD by the contexts in which its entities are used', () => {
      expect(score('ldod-icsa2020').pairF1).toBeGreaterThanOrEqual(0.88);
    });

    it('does without names, at a price', () => {
      expect(score('medusa-v1.20', false).adjustedMutualInformation).toBeGreaterThanOrEqual(0.7);
    });
  },
);
