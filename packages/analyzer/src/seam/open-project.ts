import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project, ts } from 'ts-morph';

/**
 * The files of a seam with their types. Imports are followed by the compiler; what is not installed
 * stays unknown, and is said to be.
 *
 * @param files relative to `root`
 */
export function openProject(root: string, files: readonly string[]): Project {
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
  return project;
}

function nearestConfiguration(root: string, from: string): string | undefined {
  for (let folder = from; folder.startsWith(root.replace(/\/$/, '')); folder = dirname(folder)) {
    const path = join(folder, 'tsconfig.json');
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) break;
  }
  return undefined;
}
