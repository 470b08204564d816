import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';

const CACHE = new URL('../../node_modules/.cache/', import.meta.url);

/**
 * PGlite in memory. `initdb` in WebAssembly takes seconds and its result is always the same, so it
 * is kept in a file after the first start; without a writable folder every start is a first start.
 */
export async function openInMemory(): Promise<PGlite> {
  const file = new URL(`empty-cluster-${await engineVersion()}.tar`, CACHE);
  const kept = await readFile(file).catch(() => undefined);
  if (kept !== undefined) {
    try {
      return await PGlite.create({ loadDataDir: new Blob([kept]) });
    } catch {
      await rm(file, { force: true });
    }
  }
  const pglite = await PGlite.create();
  await keep(pglite, file).catch(() => undefined);
  return pglite;
}

/** A cluster can be read by the version that made it. */
async function engineVersion(): Promise<string> {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(await readFile(new URL('../package.json', entry), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Renamed into place, so that a second process starting now reads all of it or nothing. */
async function keep(pglite: PGlite, file: URL): Promise<void> {
  const dump = await pglite.dumpDataDir('none');
  await mkdir(CACHE, { recursive: true });
  const temporary = new URL(`${randomUUID()}.tmp`, CACHE);
  await writeFile(temporary, Buffer.from(await dump.arrayBuffer()));
  await rename(temporary, file);
}
