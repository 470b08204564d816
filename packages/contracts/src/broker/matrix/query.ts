import { isObject, type Query, type QueryValue, textOf } from '../http/query.ts';

/** Which versions of an application a question is about, as the client put it. */
export interface UnresolvedSelector {
  readonly pacticipant?: string;
  readonly version?: string;
  readonly latest?: true;
  readonly tag?: string;
  readonly branch?: string;
  readonly mainBranch?: true;
  readonly environment?: string;
}

export type LatestBy = 'cvpv' | 'cvp' | 'cp';

export interface MatrixOptions {
  readonly latestby?: LatestBy;
  readonly success?: readonly (boolean | null)[];
  /** undefined when the client left it to the broker. */
  readonly limit?: number;
  readonly latest?: boolean;
  readonly tag?: string;
  readonly environment?: string;
  readonly mainBranch?: boolean;
  readonly ignore: readonly UnresolvedSelector[];
}

export interface MatrixQuery {
  readonly selectors: readonly UnresolvedSelector[];
  readonly options: MatrixOptions;
}

/** Reads the query string of `/matrix`. */
export function parseMatrixQuery(query: Query): MatrixQuery {
  const latestby = textOf(query, 'latestby');
  const limit = textOf(query, 'limit');
  return {
    selectors: selectorsIn(query.q),
    options: {
      ...(isLatestBy(latestby) ? { latestby } : {}),
      ...successIn(query.success),
      ...(limit === undefined || limit === '' ? {} : { limit: Math.trunc(Number(limit)) || 0 }),
      ...flagIn(query, 'latest'),
      ...filled('tag', textOf(query, 'tag')),
      ...filled('environment', textOf(query, 'environment')),
      ...flagIn(query, 'mainBranch'),
      ignore: selectorsIn(query.ignore),
    },
  };
}

/** Reads the query string of `/can-i-deploy`: one version, to one tag or environment. */
export function parseCanIDeployQuery(query: Query): MatrixQuery {
  const to = textOf(query, 'to');
  const environment = textOf(query, 'environment');
  const { ignore } = query;
  const ignored = Array.isArray(ignore) ? ignore : [];
  return {
    selectors: [
      {
        ...filled('pacticipant', textOf(query, 'pacticipant')),
        ...filled('version', textOf(query, 'version')),
      },
    ],
    options: {
      // Every version that lives in an environment counts for itself.
      latestby: environment === undefined ? 'cvp' : 'cvpv',
      ...(to === undefined ? {} : { tag: to, latest: true }),
      ...filled('environment', environment),
      ignore: ignored.map((item) =>
        typeof item === 'string' ? { pacticipant: item } : selectorOf(item),
      ),
    },
  };
}

function selectorsIn(value: QueryValue | undefined): UnresolvedSelector[] {
  return Array.isArray(value) ? value.map(selectorOf) : [];
}

function selectorOf(value: QueryValue): UnresolvedSelector {
  if (!isObject(value)) return {};
  return {
    ...filled('pacticipant', textOf(value, 'pacticipant')),
    ...filled('version', textOf(value, 'version')),
    ...(textOf(value, 'latest') === 'true' ? { latest: true } : {}),
    ...filled('branch', textOf(value, 'branch')),
    ...filled('tag', textOf(value, 'tag')),
    ...filled('environment', textOf(value, 'environment')),
    ...(textOf(value, 'mainBranch') === 'true' ? { mainBranch: true } : {}),
  };
}

function successIn(value: QueryValue | undefined): { success?: (boolean | null)[] } {
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list)) return {};
  return { success: list.map((item) => (item === '' ? null : item === 'true')) };
}

function flagIn<K extends 'latest' | 'mainBranch'>(query: Query, key: K): { [P in K]?: boolean } {
  const value = textOf(query, key);
  if (value === undefined || value === '') return {};
  return { [key]: value === 'true' } as { [P in K]?: boolean };
}

function filled<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]?: string });
}

function isLatestBy(text: string | undefined): text is LatestBy {
  return text === 'cvpv' || text === 'cvp' || text === 'cp';
}
