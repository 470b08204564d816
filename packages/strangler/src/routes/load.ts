import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { ProxyError } from '../model/error.ts';
import type { RouteTable } from '../model/routes.ts';
import type { WrittenRouteTable } from '../model/written.ts';
import { invalidTable } from './invalid.ts';
import { isModule, readModule } from './module.ts';
import { resolveTable } from './resolve.ts';
import { schemaProblems } from './schema.ts';

/**
 * Reads a route table from a YAML or JSON file or a module (see defineRoutes), or takes it as an object, and fills in every
 * default.
 *
 * @throws ProxyError PROXY_ROUTES_NOT_FOUND, PROXY_ROUTES_SYNTAX, PROXY_ROUTES_TOO_NEW,
 * PROXY_ROUTES_INVALID, PROXY_UNSAFE_SHADOW
 */
export function loadRoutes(input: string | WrittenRouteTable): RouteTable {
  const source = typeof input === 'string' ? input : undefined;
  const written: unknown = typeof input === 'string' ? readTable(input) : input;
  const where = source ?? 'the route table';
  refuseTooNew(written, where);
  const problems = schemaProblems(written);
  if (problems.length > 0) throw invalidTable(where, problems);
  return resolveTable(written as WrittenRouteTable, source);
}

function readTable(file: string): unknown {
  if (!isModule(file)) return readYaml(file);
  readText(file);
  return readModule(resolve(file));
}

function readYaml(file: string): unknown {
  const document = parseDocument(readText(file), { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new ProxyError(
      'PROXY_ROUTES_SYNTAX',
      `${file}: ${error.message.trim()}`,
      'Correct the YAML at the line named.',
    );
  }
  return document.toJS({ maxAliasCount: 100 });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ProxyError(
      'PROXY_ROUTES_NOT_FOUND',
      `Cannot read the route table ${file}.`,
      'Give the path of a routes.yaml that exists, or write one as docs/proxy.md shows.',
      { cause },
    );
  }
}

function refuseTooNew(written: unknown, where: string): void {
  const version = (written as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version > 1) {
    throw new ProxyError(
      'PROXY_ROUTES_TOO_NEW',
      `${where} has schemaVersion ${version}; this version of Ashlar knows 1.`,
      'Upgrade @ashlar/strangler, or write the table with schemaVersion 1.',
    );
  }
}
