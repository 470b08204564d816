import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import configuration from '../.dependency-cruiser.mjs';

const repository = join(import.meta.dirname, '..');

async function violations(baseDir: string): Promise<string[]> {
  const options: ICruiseOptions = {
    ...(configuration.options as ICruiseOptions),
    baseDir,
    validate: true,
    ruleSet: configuration as NonNullable<ICruiseOptions['ruleSet']>,
  };
  const { output } = await cruise(
    ['packages'],
    options,
    configuration.options?.enhancedResolveOptions,
  );
  const { summary } = output as ICruiseResult;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
}

/** Files that break one rule each; the key is the rule that must notice. */
const offences: Record<string, Record<string, string>> = {
  'no-cycles': {
    'packages/analyzer/src/link/a.ts': "import { b } from './b.ts'; export const a = () => b;",
    'packages/analyzer/src/link/b.ts': "import { a } from './a.ts'; export const b = () => a;",
  },
  'packages-meet-in-files': {
    'packages/strangler/src/table.ts': "export { plan } from '../../analyzer/src/plan/plan.ts';",
    'packages/analyzer/src/plan/plan.ts': 'export const plan = 1;',
  },
  'command-uses-front-doors': {
    'packages/ashlar/src/run.ts': "export { broker } from '../../contracts/src/broker/start.ts';",
    'packages/contracts/src/broker/start.ts': 'export const broker = 1;',
  },
  'model-stands-alone': {
    'packages/contracts/src/model/pact.ts': "export { read } from '../client/read.ts';",
    'packages/contracts/src/client/read.ts': 'export const read = 1;',
  },
  'analyzer-stages-in-order': {
    'packages/analyzer/src/facts/file.ts': "export { rule } from '../judge/rule.ts';",
    'packages/analyzer/src/judge/rule.ts': 'export const rule = 1;',
  },
  'opinions-only-see-facts': {
    'packages/analyzer/src/judge/rule.ts': "export { parse } from '../parse/parse.ts';",
    'packages/analyzer/src/parse/parse.ts': 'export const parse = 1;',
  },
  'seam-reads-source-by-itself': {
    'packages/analyzer/src/seam/types.ts': "export { rule } from '../judge/rule.ts';",
    'packages/analyzer/src/judge/rule.ts': 'export const rule = 1;',
  },
  'broker-and-client-apart': {
    'packages/contracts/src/broker/start.ts': "export { get } from '../client/http.ts';",
    'packages/contracts/src/client/http.ts': 'export const get = 1;',
  },
  'client-and-broker-apart': {
    'packages/contracts/src/client/http.ts': "export { start } from '../broker/start.ts';",
    'packages/contracts/src/broker/start.ts': 'export const start = 1;',
  },
  'no-test-code-in-products': {
    'packages/strangler/src/forward.ts': "export { stub } from '../test/stub.ts';",
    'packages/strangler/test/stub.ts': 'export const stub = 1;',
  },
  'no-undeclared-dependencies': {
    'packages/strangler/package.json': '{"name":"@ashlar/strangler","dependencies":{}}',
    'packages/strangler/src/forward.ts': "export { default as stray } from 'stray';",
    'node_modules/stray/package.json': '{"name":"stray","version":"1.0.0","main":"index.js"}',
    'node_modules/stray/index.js': 'module.exports = 1;',
  },
  'no-dumping-grounds': {
    'packages/analyzer/src/link/a.ts': "export { b } from './utils/b.ts';",
    'packages/analyzer/src/link/utils/b.ts': 'export const b = 1;',
  },
};

describe('the dependency rules of this repository', () => {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  it('hold for every package', async () => {
    expect(await violations(repository)).toEqual([]);
  });

  it('each give a sentence of advice', () => {
    for (const rule of configuration.forbidden ?? []) {
      expect(rule.comment, rule.name).toMatch(/^.{40,}\.$/);
    }
  });

  it('each have an offence that proves they bite', () => {
    const names = (configuration.forbidden ?? []).map((rule) => rule.name);
    expect(Object.keys(offences).sort()).toEqual([...names].sort());
  });

  it.each(Object.entries(offences))('%s is noticed', async (rule, files) => {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-rules-'));
    made.push(folder);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const found = await violations(folder);
    expect(found.map((line) => line.split(':')[0])).toContain(rule);
  });
});
