import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cluster, type PlainGraph } from '../../src/boundaries/cluster.ts';
import { adjustedMutualInformation, pairF1 } from '../../src/metrics/agreement.ts';
import { mojoFm } from '../../src/metrics/mojofm.ts';

const shared =
  process.env.ASHLAR_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = join(shared, 'decomposition');
const missing = existsSync(folder) ? '' : ` (skipped: no benchmark graphs at ${folder})`;

interface Benchmark extends PlainGraph {
  groundTruth?: Record<string, string>;
  reference?: Record<string, string[]>;
  expert?: Record<string, string[]>;
}

const load = (name: string): Benchmark =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

/** The label of each member that has exactly one. */
function referenceOf({ groundTruth, reference, expert }: Benchmark): Record<string, string> {
  if (groundTruth) return groundTruth;
  if (reference)
    return Object.fromEntries(
      Object.entries(reference).flatMap(([id, labels]) =>
        labels.length === 1 ? [[id, labels[0] ?? '']] : [],
      ),
    );
  return Object.fromEntries(
    Object.entries(expert ?? {}).flatMap(([label, ids]) => ids.map((id) => [id, label])),
  );
}

function score(name: string, useNames = true) {
  const graph = load(name);
  const { assignment } = cluster(graph, { useNames });
  const reference = Object.entries(referenceOf(graph)).filter(([id]) => id in assignment);
  const numbers = (labels: readonly string[]) => {
    const known = [...new Set(labels)];
    return labels.map((label) => known.indexOf(label));
  };
  const wanted = numbers(reference.map(([, label]) => label));
  const got = numbers(reference.map(([id]) => assignment[id] ?? ''));
  return {
    ami: adjustedMutualInformation(wanted, got),
    mojofm: mojoFm(wanted, got),
    f1: pairF1(wanted, got),
  };
}

describe.skipIf(missing !== '')(
  `codebases with a known split, one configuration for all${missing}`,
  () => {
    it('cuts medusa 1.20 nearly as its maintainers did', () => {
      const { ami, mojofm } = score('medusa-v1.20');
      expect(ami).toBeGreaterThanOrEqual(0.82);
      expect(mojofm).toBeGreaterThanOrEqual(88);
    });

    it('cuts 7ep-demo and jpetstore as experts do', () => {
      expect((score('7ep-demo').mojofm + score('jpetstore').mojofm) / 2).toBeGreaterThanOrEqual(80);
    });

    it('cuts LdoD by the contexts in which its entities are used', () => {
      expect(score('ldod-icsa2020').f1).toBeGreaterThanOrEqual(0.88);
    });

    it('does without names, at a price', () => {
      expect(score('medusa-v1.20', false).ami).toBeGreaterThanOrEqual(0.7);
    });
  },
);
