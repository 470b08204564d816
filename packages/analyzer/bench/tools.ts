/** One tool over one tree, in a process of its own: prints its cost as a line of JSON. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { discover } from '../src/discover/discover.ts';
import { madgeEdges } from '../src/engines/madge.ts';
import { extractFacts } from '../src/index.ts';

interface Work {
  root: string;
  /** The files that count for every tool: relative, tests and generated code left out. */
  sources: string[];
  tsconfig: string | undefined;
}

/** Each gives how many edges, or bytes, it saw, so that a tool that did nothing is noticed. */
const TOOLS: Record<string, (work: Work) => Promise<number>> = {
  // The physical limit: every byte has to be read.
  read: async ({ root, sources }) =>
    sources.reduce((sum, path) => sum + readFileSync(join(root, path), 'utf8').length, 0),
  ashlar: async ({ root }) => (await extractFacts(root)).imports.length,
  'ashlar-warm': async ({ root }) =>
    (await extractFacts(root, { cacheDir: process.env.ASHLAR_BENCH_CACHE ?? false })).imports
      .length,
  madge: async ({ root, sources, tsconfig }) => (await madgeEdges(root, sources, tsconfig)).length,
  'dependency-cruiser': async ({ root, sources }) => {
    const { cruise } = await import('dependency-cruiser');
    const { output } = await cruise(sources, {
      baseDir: root,
      parser: 'swc',
      doNotFollow: 'node_modules',
    });
    if (typeof output === 'string') throw new Error('dependency-cruiser gave a text');
    return output.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
  },
  'ts-morph': async ({ root, sources }) => {
    const { Project } = createRequire(import.meta.url)('ts-morph') as typeof import('ts-morph');
    const project = new Project({
      compilerOptions: { allowJs: true },
      skipFileDependencyResolution: true,
    });
    let edges = 0;
    for (const path of sources) project.addSourceFileAtPath(join(root, path));
    for (const file of project.getSourceFiles())
      for (const item of file.getImportDeclarations())
        if (item.getModuleSpecifierSourceFile()) edges++;
    return edges;
  },
};

const [tool = '', tree = '.'] = process.argv.slice(2);
const run = TOOLS[tool];
if (!run) throw new Error(`${tool} is none of ${Object.keys(TOOLS).join(', ')}`);
const root = resolve(tree);
const { list, tsconfigs } = discover(root);
const tsconfig = tsconfigs.has(root) ? join(root, 'tsconfig.json') : undefined;
const before = process.cpuUsage();
const start = process.hrtime.bigint();
const seen = await run({ root, sources: list.sources, tsconfig });
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  `${JSON.stringify({
    tool,
    files: list.sources.length,
    seen,
    cpuMs: (user + system) / 1000,
    wallMs: Number(process.hrtime.bigint() - start) / 1e6,
    rssMb: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
