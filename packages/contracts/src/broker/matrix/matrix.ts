import type { Session } from '../store/session.ts';
import { findIntegrations, type MatrixIntegration } from './integrations.ts';
import type { MatrixOptions, MatrixQuery, UnresolvedSelector } from './query.ts';
import { resolveSelectors } from './resolve.ts';
import { compareRows, findRows, latestRows, type MatrixRow, missingResults } from './rows.ts';
import { nameOnly, type ResolvedSelector } from './selector.ts';
import type { MatrixResult } from './verdict.ts';

/** Rows shown when somebody looks around without asking about a version. */
const BROWSE_LIMIT = 100;

/** Answers a question: selectors, then integrations, then rows, then what to leave out. */
export async function askMatrix(
  s: Session,
  { selectors, options }: MatrixQuery,
  compat: boolean,
): Promise<MatrixResult> {
  const ignoreSelectors = await resolveSelectors(s, options.ignore, 'ignored', []);
  const specified = await resolveSelectors(s, selectors, 'specified', ignoreSelectors);
  const inferring = infers(options);
  const integrations = await findIntegrations(s, specified, inferring);
  const inferred = inferring
    ? await resolveSelectors(
        s,
        inferredFrom(integrations, specified, options),
        'inferred',
        ignoreSelectors,
      )
    : [];
  const all = [...specified, ...inferred];
  const rows = await rowsFor(s, all, options, compat);
  const isIgnored = (row: MatrixRow) => ignoreSelectors.some((selector) => concerns(selector, row));
  return {
    considered: rows.filter((row) => !isIgnored(row)),
    ignored: rows.filter(isIgnored),
    selectors: all,
    ignoreSelectors,
    integrations,
    options,
  };
}

function infers(options: MatrixOptions): boolean {
  const { latest, tag, environment, mainBranch } = options;
  return latest === true || tag !== undefined || environment !== undefined || mainBranch === true;
}

/** The other applications involved, at the place the question is about. */
function inferredFrom(
  integrations: readonly MatrixIntegration[],
  specified: readonly ResolvedSelector[],
  options: MatrixOptions,
): UnresolvedSelector[] {
  const names = integrations.flatMap(({ consumer, provider }) => [consumer, provider]);
  const known = new Set(specified.map(({ pacticipant }) => pacticipant));
  const { tag, environment } = options;
  return [...new Set(names)]
    .filter((name) => !known.has(name))
    .map((pacticipant) => ({
      pacticipant,
      ...(tag === undefined ? {} : { tag }),
      ...(environment === undefined ? {} : { environment }),
      ...(options.mainBranch === true ? { mainBranch: true } : {}),
      ...(options.latest === true ? { latest: true } : {}),
    }));
}

async function rowsFor(
  s: Session,
  selectors: readonly ResolvedSelector[],
  options: MatrixOptions,
  compat: boolean,
): Promise<MatrixRow[]> {
  const browsing = selectors.every(nameOnly);
  // A cut-off list must not decide about a deployment: the limit is for looking around.
  const limit = options.limit ?? (compat || browsing ? BROWSE_LIMIT : undefined);
  const { latestby } = options;
  const found = await findRows(s, { selectors, latestby, limit });
  const complete = compat ? found : [...found, ...missingResults(found, selectors)];
  // Each version that lives in an environment counts, not only the newest of them.
  const grouping =
    !compat && latestby === 'cvp' && options.environment !== undefined ? 'cvpv' : latestby;
  const rows = latestRows(complete.sort(compareRows), grouping).sort(compareRows);
  const { success } = options;
  return success === undefined ? rows : rows.filter((row) => success.includes(row.success));
}

function concerns(selector: ResolvedSelector, row: MatrixRow): boolean {
  const all = nameOnly(selector);
  const { pacticipantId: id, versionId } = selector;
  return (
    (id === row.consumerId && (all || versionId === row.consumerVersionId)) ||
    (id === row.providerId && (all || versionId === row.providerVersionId))
  );
}
