import { readFileSync } from 'node:fs';

// The same relative place from src/model and from dist/model.
const manifest: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** Version of the package that writes the documents. */
export const ASHLAR_VERSION: string = manifest.version;
