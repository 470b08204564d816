/**
 * PGlite in memory, started from a snapshot of an empty cluster: `initdb` in WebAssembly takes
 * seconds, unpacking its result a fraction of one. The snapshot is made on the first start.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { log } from './logger.ts';

const CACHE = new URL('../../node_modules/.cache/granite-goods/', import.meta.url);

/** A cluster belongs to the version of the engine that made it. */
async function snapshotFile(): Promise<URL> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = await readFile(new URL('../package.json', pathToFileURL(entry)), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return new URL(`pglite-${version}.tar`, CACHE);
}

async function restore(file: URL): Promise<PGlite | undefined> {
  const snapshot = await readFile(file).catch(() => undefined);
  if (snapshot === undefined) return undefined;
  try {
    return await PGlite.create('memory://', { loadDataDir: new Blob([snapshot]) });
  } catch (error) {
    log.warn('database snapshot unusable; making a new one', { error });
    await rm(file, { force: true });
    return undefined;
  }
}

async function save(client: PGlite, file: URL): Promise<void> {
  const temporary = new URL(`${randomUUID()}.tmp`, CACHE);
  try {
    const dump = await client.dumpDataDir('none');
    await mkdir(CACHE, { recursive: true });
    await writeFile(temporary, Buffer.from(await dump.arrayBuffer()));
    await rename(temporary, file);
  } catch (error) {
    // A read-only checkout only starts more slowly.
    log.debug('database snapshot not kept', { error });
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

export async function openInMemory(): Promise<PGlite> {
  const file = await snapshotFile();
  const restored = await restore(file);
  if (restored !== undefined) return restored;
  const client = await PGlite.create('memory://');
  await save(client, file);
  return client;
}
