/**
 * `node --conditions=@ashlar/source bench/cluster.ts [--sizes 1000,10000,100000] [--degree 10]`: CPU and peak
 * memory of `cluster` (sweep, consensus, alternatives and metrics) on graphs with planted parts, reading the
 * graph from a file included. Every size runs in a process of its own; `found` is the agreement (ARI) with the
 * parts that were planted, so that nothing is fast by being wrong.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/graph/random.ts';
import { adjustedRandIndex, cluster } from '../src/index.ts';

const PART = 40;
/** Share of the edges that stay inside a part. */
const INSIDE = 0.8;

interface Cost {
  userS: number;
  systemS: number;
  rssMb: number;
  parts: number;
  found: number;
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    degree: { type: 'string', default: '10' },
    graph: { type: 'string' },
  },
});

/** The child's half: reads one graph and clusters it. */
function measure(file: string): Cost {
  const graph = JSON.parse(readFileSync(file, 'utf8'));
  const { assignment, metrics } = cluster(graph);
  const { user, system } = process.cpuUsage();
  const rssMb = process.resourceUsage().maxRSS / 1024;
  const ids = Object.keys(assignment);
  return {
    userS: user / 1e6,
    systemS: system / 1e6,
    rssMb,
    parts: metrics.parts,
    found: adjustedRandIndex(
      ids.map(numberOf(partOf)),
      ids.map(numberOf((id) => assignment[id] ?? '')),
    ),
  };
}

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-cluster-'));
  say('| nodes / edges | user s | system s | peak MB | µs per edge | parts | found |');
  say('|---|---:|---:|---:|---:|---:|---:|');
  for (const size of values.sizes.split(',').map(Number)) {
    const edges = size * Number(values.degree);
    const file = join(folder, `${size}.json`);
    writeFileSync(file, JSON.stringify(plantedGraph(size, edges)));
    const child = spawnSync(
      process.execPath,
      ['--conditions=@ashlar/source', fileURLToPath(import.meta.url), '--graph', file],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    if (child.status !== 0) throw new Error(child.stderr);
    const { userS, systemS, rssMb, parts, found } = JSON.parse(child.stdout) as Cost;
    const perEdge = ((userS + systemS) * 1e6) / edges;
    const cells = [userS.toFixed(1), systemS.toFixed(1), rssMb.toFixed(0), perEdge.toFixed(0)];
    say(`| ${size} / ${edges} | ${cells.join(' | ')} | ${parts} | ${found.toFixed(2)} |`);
  }
  rmSync(folder, { recursive: true, force: true });
}

const partOf = (id: string): string => id.split('/')[1] ?? '';

/** The number of each label, in order of first appearance. */
function numberOf(labelOf: (id: string) => string): (id: string) => number {
  const known = new Map<string, number>();
  return (id) => {
    const label = labelOf(id);
    const number = known.get(label) ?? known.size;
    known.set(label, number);
    return number;
  };
}

/** Files of equal parts, each called after its part; edges go at random, most of them inside. */
function plantedGraph(size: number, edges: number) {
  const random = seededRandom(size);
  const below = (count: number): number => Math.floor(random() * count);
  const nodes = Array.from(
    { length: size },
    (_, i) => `src/area${Math.floor(i / PART)}/thing${i}.ts`,
  );
  return {
    nodes,
    edges: Array.from({ length: edges }, (_, i) => {
      const from = i % size;
      const first = from - (from % PART);
      const to = random() < INSIDE ? first + below(Math.min(PART, size - first)) : below(size);
      return { from: nodes[from], to: nodes[to], layer: 'import', weight: 1 + below(3) };
    }),
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (values.graph === undefined) compare();
else process.stdout.write(JSON.stringify(measure(values.graph)));
