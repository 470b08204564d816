/**
 * `ashlar compare` beside openapi-pact-comparator: CPU time and memory of the whole process, on one
 * large description.
 *
 *   npm run build
 *   npm i --no-save --prefix /tmp/octokit @octokit/openapi
 *   node packages/contracts/bench/compare.ts /tmp/octokit/node_modules/@octokit/openapi/generated/api.github.com.json
 *
 * The pact has one interaction per operation that answers JSON, made from the description itself, with
 * all that is required and half of what is optional, so that both tools have work to do. Candidates
 * take turns. CPU time is user and system time of the child process with all its threads.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRecord, memberOf } from '../src/openapi/node.ts';

const ROUNDS = 3;
const [description = ''] = process.argv.slice(2);
const ashlar = join(import.meta.dirname, '../../ashlar/dist/bin.js');
const comparator = join(
  import.meta.dirname,
  '../../../node_modules/@pactflow/openapi-pact-comparator/dist/cli.cjs',
);

const document: unknown = JSON.parse(readFileSync(description, 'utf8'));

function resolved(node: unknown): unknown {
  const ref = memberOf(node, '$ref');
  if (typeof ref !== 'string') return node;
  const keys = ref.slice(2).split('/');
  return resolved(
    keys.reduce<unknown>(
      (at, key) => memberOf(at, key.replaceAll('~1', '/').replaceAll('~0', '~')),
      document,
    ),
  );
}

/** A value of a schema: required members and every other optional one. */
function example(schema: unknown, depth = 0): unknown {
  const node = resolved(schema);
  if (!isRecord(node)) return 'x';
  const { enum: values, default: usual, allOf, oneOf, anyOf, properties, format } = node;
  if (Array.isArray(values)) return values[0];
  if (usual !== undefined) return usual;
  if (Array.isArray(allOf)) {
    return Object.assign({}, ...allOf.map((part) => example(part, depth)));
  }
  const choice = Array.isArray(oneOf) ? oneOf : anyOf;
  if (Array.isArray(choice) && !isRecord(properties)) return example(choice[0], depth);
  const type = Array.isArray(node.type) ? node.type[0] : node.type;
  if (type === 'array') return depth > 4 ? [] : [example(node.items, depth + 1)];
  if (isRecord(properties)) {
    const required = Array.isArray(node.required) ? node.required : [];
    const names = Object.keys(properties).filter(
      (name, index) => required.includes(name) || (index % 2 === 0 && depth < 3),
    );
    return Object.fromEntries(names.map((name) => [name, example(properties[name], depth + 1)]));
  }
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type === 'object') return {};
  if (format === 'date-time') return '2020-01-31T10:20:30Z';
  if (format === 'date') return '2020-01-31';
  return format === 'uri' ? 'https://example.com/a' : 'text';
}

function pactOf(count: number): unknown {
  const interactions: unknown[] = [];
  const paths = memberOf(document, 'paths');
  for (const [path, item] of Object.entries(isRecord(paths) ? paths : {})) {
    const operation = memberOf(item, 'get');
    const response = resolved(memberOf(memberOf(operation, 'responses'), '200'));
    const schema = memberOf(memberOf(memberOf(response, 'content'), 'application/json'), 'schema');
    if (schema === undefined) continue;
    interactions.push({
      description: `GET ${path}`,
      request: { method: 'GET', path: path.replaceAll(/\{[^}]*\}/g, '1') },
      response: {
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        body: example(schema),
        matchingRules: { body: { $: { matchers: [{ match: 'type' }] } } },
      },
    });
  }
  // The description has some 450 of them; a larger pact asks some twice.
  const repeated = Array.from(
    { length: count },
    (_, index) => interactions[index % interactions.length],
  );
  return {
    consumer: { name: 'bench' },
    provider: { name: 'github' },
    interactions: repeated,
    metadata: { pactSpecification: { version: '3.0.0' } },
  };
}

interface Cost {
  readonly cpu: number;
  readonly megabytes: number;
  readonly wall: number;
  readonly status: number | null;
}

/** A child that measures itself: `resourceUsage` of Node covers all threads of the process. */
function run(args: readonly string[]): Cost {
  const meter = `
    process.on('exit', () => {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      require('node:fs').writeSync(2, '\\n' + JSON.stringify([userCPUTime + systemCPUTime, maxRSS]));
    });`;
  const preload = join(folder, 'meter.cjs');
  writeFileSync(preload, meter);
  const start = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ['--require', preload, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const wall = (performance.now() - start) / 1000;
  const [cpu = 0, kilobytes = 0] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '[]');
  return { cpu: cpu / 1e6, megabytes: kilobytes / 1024, wall, status };
}

const folder = mkdtempSync(join(tmpdir(), 'ashlar-bench-'));
try {
  for (const count of [500, 1]) {
    const pact = join(folder, `pact-${count}.json`);
    writeFileSync(pact, JSON.stringify(pactOf(count)));
    const candidates = {
      'ashlar compare': [ashlar, 'compare', pact, description, '--output', 'json'],
      'openapi-pact-comparator': [comparator, '--oas', description, pact],
    };
    const costs = new Map<string, Cost[]>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, args] of Object.entries(candidates)) {
        costs.set(name, [...(costs.get(name) ?? []), run(args)]);
      }
    }
    for (const [name, all] of costs) {
      const best = all.reduce((a, b) => (b.cpu < a.cpu ? b : a));
      process.stdout.write(
        `${count} interactions, ${name}: ${best.cpu.toFixed(2)} s CPU, ${best.wall.toFixed(2)} s, ` +
          `${best.megabytes.toFixed(0)} MB, exit ${best.status}\n`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
