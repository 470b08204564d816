import { isObject, parseQuery, type Query } from '../http/query.ts';
import type { JsonText } from '../http/reply.ts';
import { notFound } from '../http/reply.ts';
import type { Exchange } from '../http/resource.ts';
import { findPact, findPactBySha, type Pact } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import { findVersion, findVersionById, type Version } from '../store/versions.ts';
import { representPact } from './pact.ts';
import { decodeMetadata, type Urls } from './urls.ts';

/** Content as it was handed out for verification: for which consumer versions, and how. */
export interface Selection {
  readonly pact: Pact;
  readonly metadata: string | undefined;
  readonly wip: boolean;
  readonly pending: boolean;
  /** Consumer versions the content was selected for, oldest first; undefined without metadata. */
  readonly versions: readonly Version[] | undefined;
  readonly selected: readonly SelectedVersionNumber[] | undefined;
}

export interface SelectedVersionNumber {
  readonly consumer_version_number: string | undefined;
  readonly tag: string | undefined;
}

/** Reads the metadata segment of the path, if any, and finds the pact it speaks of. */
export async function selectionOf(x: Exchange): Promise<Selection> {
  const pair = { consumer: x.path.get('consumer'), provider: x.path.get('provider') };
  const sha = x.path.get('sha');
  const encoded = x.path.has('metadata') ? x.path.get('metadata') : undefined;
  const decoded = encoded === undefined ? undefined : decodeMetadata(encoded);
  const query: Query = decoded === undefined ? {} : parseQuery(decoded);
  const selected = await selectedNumbers(x.s, query);
  const numbers = await versionNumbers(x.s, query, selected);
  const versions = await versionsOf(x.s, pair.consumer, numbers);
  const wanted = versions?.at(-1);
  const own = wanted === undefined ? undefined : await findPact(x.s, pair, wanted.number);
  const pact = own?.sha === sha ? own : await findPactBySha(x.s, pair, sha);
  if (pact === undefined) throw notFound();
  return {
    pact,
    metadata: encoded,
    wip: query.w === 'true',
    pending: query.p === 'true',
    versions,
    selected,
  };
}

async function selectedNumbers(
  s: Session,
  query: Query,
): Promise<SelectedVersionNumber[] | undefined> {
  const list = query.s;
  if (!Array.isArray(list)) return undefined;
  const selected: SelectedVersionNumber[] = [];
  for (const item of list) {
    if (!isObject(item)) continue;
    const version = await versionByIdText(s, item.cv);
    const tag = typeof item.t === 'string' ? item.t : undefined;
    selected.push({ consumer_version_number: version?.number, tag });
  }
  return selected;
}

async function versionNumbers(
  s: Session,
  query: Query,
  selected: readonly SelectedVersionNumber[] | undefined,
): Promise<string[] | undefined> {
  if (selected !== undefined) {
    const numbers = selected.map((one) => one.consumer_version_number);
    return [...new Set(numbers.filter((number) => number !== undefined))];
  }
  const number = typeof query.cvn === 'string' ? query.cvn : undefined;
  const byId = await versionByIdText(s, query.cv);
  const chosen = byId?.number ?? number;
  return chosen === undefined ? undefined : [chosen];
}

async function versionByIdText(s: Session, value: unknown): Promise<Version | undefined> {
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value)) return undefined;
  return findVersionById(s, Number(value));
}

async function versionsOf(
  s: Session,
  consumer: string,
  numbers: readonly string[] | undefined,
): Promise<Version[] | undefined> {
  if (numbers === undefined) return undefined;
  const versions: Version[] = [];
  for (const number of numbers) {
    const version = await findVersion(s, consumer, number);
    if (version !== undefined) versions.push(version);
  }
  return versions.sort((a, b) => a.id - b.id);
}

export function representSelectedPact(selection: Selection, body: string, urls: Urls): JsonText {
  const { pact, metadata, versions } = selection;
  return representPact(pact, body, urls, {
    ...(metadata === undefined ? {} : { metadata }),
    ...(versions === undefined
      ? {}
      : { consumerVersions: versions.map(({ number }) => number).reverse() }),
  });
}
