/**
 * `node --conditions=@ashlar/source bench/facts.ts [--runs N] [--tools a,b] [--v8=FLAGS] TREE…`: CPU and
 * peak memory of reading a codebase, beside other tools on the same files, as multiples of reading the
 * files at all. Medians; every run is a process of its own. `--v8` is for ours: what the `ashlar` command tells V8.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

interface Cost {
  files: number;
  seen: number;
  cpuMs: number;
  wallMs: number;
  rssMb: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    v8: { type: 'string', default: '' },
    tools: {
      type: 'string',
      default: 'read,ashlar,ashlar-warm,madge,dependency-cruiser,ts-morph',
    },
  },
});
const program = fileURLToPath(new URL('./tools.ts', import.meta.url));

function measure(tool: string, tree: string, cache: string): Cost | string {
  const flags = tool.startsWith('ashlar') ? values.v8.split(' ').filter((flag) => flag !== '') : [];
  const child = spawnSync(
    process.execPath,
    [...flags, '--conditions=@ashlar/source', program, tool, tree],
    {
      encoding: 'utf8',
      env: { ...process.env, ASHLAR_BENCH_CACHE: cache },
      timeout: 300_000,
      maxBuffer: 1 << 26,
    },
  );
  if (child.status === 0) return JSON.parse(child.stdout) as Cost;
  const error = /^\w*Error: .*$/m.exec(child.stderr)?.[0];
  return error ?? `ended with ${child.status ?? child.signal}`;
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

for (const tree of positionals) {
  const cache = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
  const rows: string[] = [];
  let limit = Number.NaN;
  let files = 0;
  for (const tool of values.tools.split(',')) {
    if (tool === 'ashlar-warm') measure(tool, tree, cache);
    const costs: Cost[] = [];
    let problem: string | undefined;
    for (let run = 0; run < Number(values.runs) && problem === undefined; run++) {
      const cost = measure(tool, tree, cache);
      if (typeof cost === 'string') problem = cost;
      else costs.push(cost);
    }
    if (problem !== undefined) {
      rows.push(`| ${tool} | ${problem} | | | | |`);
      continue;
    }
    const cpu = median(costs.map((c) => c.cpuMs));
    files = costs[0]?.files ?? files;
    if (tool === 'read') limit = cpu;
    const numbers = [cpu, median(costs.map((c) => c.wallMs)), median(costs.map((c) => c.rssMb))];
    rows.push(
      `| ${tool} | ${numbers.map((n) => n.toFixed(0)).join(' | ')} | ${(cpu / limit).toFixed(0)}× | ${costs[0]?.seen ?? 0} |`,
    );
  }
  rmSync(cache, { recursive: true, force: true });
  say(`\n${basename(tree)}: ${files} files\n`);
  say('| tool | CPU ms | wall ms | peak MB | × read limit | edges (read: characters) |');
  say('|---|---:|---:|---:|---:|---:|');
  for (const row of rows) say(row);
}
