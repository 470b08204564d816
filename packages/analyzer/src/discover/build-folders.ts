import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile, record } from './json-file.ts';

/** Build folders count only beside a package.json: `src/build/` is somebody's source. */
const BUILD_FOLDER = /^(?:dist|build|out|lib-esm|lib-cjs|\.build|es)$/;
const SOURCE_FOLDER = /^(?:src|sources?|app|apps|server|client|lib|packages|core|modules)$/;
const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;

/**
 * The folders beside a package.json that hold what a build made of the source. Not those with a
 * project of their own, and not where nothing else is there, as in a package from npm.
 */
export function buildFolders(folder: string, entries: Dirent[]): ReadonlySet<string> {
  const found = entries.filter((e) => e.isDirectory() && BUILD_FOLDER.test(e.name));
  if (found.length === 0 || !entries.some((e) => e.name === 'package.json')) return new Set();
  const isShipped = !entries.some(isSource);
  const manifest = isShipped ? readJsonFile(join(folder, 'package.json'))?.value : undefined;
  return new Set(
    found
      .map((e) => e.name)
      .filter((name) => !isProject(join(folder, name)) && !(manifest && leadsTo(manifest, name))),
  );
}

function isSource(entry: Dirent): boolean {
  return entry.isDirectory()
    ? SOURCE_FOLDER.test(entry.name)
    : TYPESCRIPT.test(entry.name) || /^[jt]sconfig\.json$/.test(entry.name);
}

/** Whether the package is entered through this folder. */
function leadsTo(manifest: Record<string, unknown>, name: string): boolean {
  const { main, module, exports, bin } = manifest;
  return JSON.stringify([main, module, exports, bin]).search(`"(?:\\./)?${name}/`) !== -1;
}

/** Such as the build scripts of VS Code, which have a manifest and TypeScript. */
function isProject(folder: string): boolean {
  try {
    if (readdirSync(folder).some((n) => TYPESCRIPT.test(n) || n === 'tsconfig.json')) return true;
  } catch {
    return false;
  }
  const manifest = readJsonFile(join(folder, 'package.json'))?.value ?? {};
  return [manifest.scripts, manifest.devDependencies].some(
    (v) => Object.keys(record(v)).length > 0,
  );
}
