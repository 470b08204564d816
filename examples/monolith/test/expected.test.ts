/** The written answer stays about the code that is there. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Domains {
  domains: Record<string, { files: string[]; tables: string[] }>;
  libraries: string[];
  shell: string[];
}

interface Finding {
  kind: string;
  file: string;
  line: number;
  text: string;
  why: string;
}

const answer = JSON.parse(read('expected/domains.json')) as Domains;
const findings = JSON.parse(read('expected/findings.json')) as Finding[];
const sources = globSync('src/**/*.ts', { cwd: ROOT }).sort();
const domainOf = new Map(
  Object.entries(answer.domains).flatMap(([name, { files }]) => files.map((file) => [file, name])),
);

/** Domain → domains whose files it imports. */
function domainImports(): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  for (const [file, domain] of domainOf) {
    const targets = imports.get(domain) ?? new Set();
    for (const [, specifier = ''] of read(file).matchAll(/from '(\.[^']+)'/g)) {
      const target = domainOf.get(join(dirname(file), specifier));
      if (target !== undefined && target !== domain) targets.add(target);
    }
    imports.set(domain, targets);
  }
  return imports;
}

function reaches(imports: Map<string, Set<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(imports.get(from) ?? [])];
  for (const domain of open) {
    if (domain === to) return true;
    if (seen.has(domain)) continue;
    seen.add(domain);
    open.push(...(imports.get(domain) ?? []));
  }
  return false;
}

describe('expected/domains.json', () => {
  it('names every source file once', () => {
    const named = [...domainOf.keys(), ...answer.libraries, ...answer.shell];
    expect(named.sort()).toEqual(sources);
  });

  it('names every table of the migrations once', () => {
    const created = globSync('migrations/*.sql', { cwd: ROOT }).flatMap((file) =>
      [...read(file).matchAll(/^create table (\w+)/gm)].map(([, table]) => table),
    );
    const named = Object.values(answer.domains).flatMap(({ tables }) => tables);
    expect(named.sort()).toEqual(created.sort());
    expect(named.length).toBeGreaterThanOrEqual(20);
  });

  it('describes a shop of 80 to 120 files in which one pair of domains imports each other', () => {
    expect(sources.length).toBeGreaterThanOrEqual(80);
    expect(sources.length).toBeLessThanOrEqual(120);
    const imports = domainImports();
    const cyclic = [...imports.keys()].filter((domain) => reaches(imports, domain, domain));
    expect(cyclic.sort()).toEqual(['ordering', 'payments']);
    expect([...(imports.get('inventory') ?? [])]).toEqual([]);
  });

  it('does not give the domains away by folders', () => {
    const folders = new Set(sources.map((file) => dirname(file).replace(/^src\/?/, '')));
    const layers = ['', 'controllers', 'jobs', 'lib', 'models', 'repositories', 'services'];
    expect([...folders].sort()).toEqual(layers);
  });
});

describe('expected/findings.json', () => {
  it.each(
    findings.map((finding) => [`${finding.kind} at ${finding.file}:${finding.line}`, finding]),
  )('still finds %s', (_title, { file, line, text, why }) => {
    expect(read(file).split('\n')[line - 1]).toContain(text);
    expect(why).not.toBe('');
  });

  it('has one of every kind that the shop is built to show', () => {
    const kinds = new Set(findings.map((finding) => finding.kind));
    expect([...kinds].sort()).toEqual([
      'cross-domain-foreign-key',
      'cross-domain-join',
      'cross-domain-read',
      'cross-domain-transaction',
      'domain-cycle',
      'event-across-domains',
      'job-across-domains',
      'shared-library',
      'shared-state',
      'shared-table',
      'synchronous-chain',
    ]);
  });
});
