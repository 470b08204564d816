import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project, ts } from 'ts-morph';
import { prismaTypes } from './prisma-types.ts';

/**
 * The files of a seam with their types. Imports are followed by the compiler; what is not installed
 * stays unknown, and is said to be.
 *
 * @param files relative to `root`
 * @param prismaSchemas files of Prisma's schema, relative to `root`: they tell what a generated client would
 */
export function openProject(
  root: string,
  files: readonly string[],
  prismaSchemas: readonly string[] = [],
): Project {
  const [first = '.'] = files;
  const configuration = nearestConfiguration(root, dirname(join(root, first)));
  const project = new Project({
    ...(configuration === undefined ? {} : { tsConfigFilePath: configuration }),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      allowJs: true,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      target: ts.ScriptTarget.ES2022,
      ...(configuration === undefined
        ? { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
        : {}),
    },
  });
  project.addSourceFilesAtPaths(files.map((file) => join(root, file)));
  const prisma = isGenerated(root)
    ? undefined
    : prismaTypes(prismaSchemas.map((file) => readFileSync(join(root, file), 'utf8')));
  if (prisma !== undefined) project.createSourceFile(join(root, PRISMA_TYPES), prisma);
  return project;
}

/** Only in memory. */
const PRISMA_TYPES = 'prisma-client.of-schema.d.ts';

function isGenerated(root: string): boolean {
  return existsSync(join(root, 'node_modules', '.prisma', 'client', 'index.d.ts'));
}

function nearestConfiguration(root: string, from: string): string | undefined {
  for (let folder = from; folder.startsWith(root.replace(/\/$/, '')); folder = dirname(folder)) {
    const path = join(folder, 'tsconfig.json');
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) break;
  }
  return undefined;
}
