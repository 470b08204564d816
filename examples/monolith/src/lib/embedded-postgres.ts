/**
 * PGlite, started from a snapshot of an empty cluster: `initdb` in WebAssembly takes
 * seconds, unpacking its result a fraction of one. The snapshot is made on the first start.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

async function restore(file: URL, dataDir: string): Promise<PGlite | undefined> {
  const snapshot = await readFile(file).catch(() => undefined);
  if (snapshot === undefined) return undefined;
  try {
    return await PGlite.create(dataDir, { loadDataDir: new Blob([snapshot]) });
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

const IN_MEMORY = 'memory://';

/** A folder that holds nothing yet gets a new cluster, any other is opened as it is. */
async function isNew(dataDir: string): Promise<boolean> {
  if (dataDir === IN_MEMORY) return true;
  await mkdir(dataDir, { recursive: true });
  const entries = await readdir(dataDir);
  return entries.length === 0;
}

export async function openCluster(dataDir: string = IN_MEMORY): Promise<PGlite> {
  if (!(await isNew(dataDir))) return PGlite.create(dataDir);
  const file = await snapshotFile();
  const restored = await restore(file, dataDir);
  if (restored !== undefined) return restored;
  // What a failed restore has unpacked is in the way of the new cluster.
  if (dataDir !== IN_MEMORY) await rm(dataDir, { recursive: true, force: true });
  const client = await PGlite.create(dataDir);
  await save(client, file);
  return client;
}
