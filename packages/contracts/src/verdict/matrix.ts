import { embeddedList, type HalResource, isRecord, linkOf, text } from '../client/hal.ts';
import { type BrokerNotice, noticesOf } from '../client/publish.ts';
import type { BrokerSession } from '../client/session.ts';
import { ContractsError } from '../model/error.ts';
import type {
  DeployTarget,
  PacticipantSelector,
  VerdictCounts,
  VerdictQuestion,
  VerdictRow,
  VersionedPacticipant,
} from './model.ts';

/** The answer of the matrix resource, read. */
export interface Matrix {
  readonly deployable: boolean | null;
  readonly notices: readonly BrokerNotice[];
  readonly rows: readonly VerdictRow[];
  readonly counts: VerdictCounts;
}

/** The broker gives up after 100 rows unless told otherwise, and would judge by those. */
const ROW_LIMIT = '1000';

/**
 * Asks the matrix with the parameters that official clients use.
 * @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER for an unknown pacticipant or environment
 */
export async function askMatrix(broker: BrokerSession, question: VerdictQuestion): Promise<Matrix> {
  const url = broker.resolve('matrix');
  url.search = matrixQuery(question).toString();
  const response = await broker.ask(url, { accept: [400] });
  if (response.status === 400) throw refused(response.body);
  if (!isRecord(response.body) || !isRecord(response.body['summary'])) {
    throw new ContractsError(
      'CONTRACTS_NOT_A_BROKER',
      `${url.origin}${url.pathname} did not answer with a matrix.`,
      'Check the address of the broker.',
    );
  }
  return readMatrix(response.body, response.body['summary']);
}

export function matrixQuery(question: VerdictQuestion): URLSearchParams {
  const query = new URLSearchParams();
  for (const selector of question.pacticipants) appendSelector(query, selector);
  for (const { name, version } of question.ignore) {
    query.append('ignore[][pacticipant]', name);
    if (version !== undefined) query.append('ignore[][version]', version);
  }
  appendTarget(query, question.to, question.pacticipants.length > 1);
  query.append('limit', ROW_LIMIT);
  return query;
}

/** The order matters: a new `pacticipant` starts a new selector. */
function appendSelector(query: URLSearchParams, selector: PacticipantSelector): void {
  query.append('q[][pacticipant]', selector.name);
  if (selector.version !== undefined) return query.append('q[][version]', selector.version);
  if (selector.branch !== undefined) query.append('q[][branch]', selector.branch);
  else if (selector.tag !== undefined) query.append('q[][tag]', selector.tag);
  else if (selector.mainBranch === true) query.append('q[][mainBranch]', 'true');
  query.append('q[][latest]', 'true');
}

function appendTarget(query: URLSearchParams, to: DeployTarget | null, several: boolean): void {
  if (to !== null && 'environment' in to) {
    query.append('latestby', 'cvpv');
    query.append('environment', to.environment);
    return;
  }
  if (to === null && several) return query.append('latestby', 'cvpv');
  query.append('latestby', 'cvp');
  query.append('latest', 'true');
  if (to !== null && 'tag' in to) query.append('tag', to.tag);
  if (to !== null && 'mainBranch' in to) query.append('mainBranch', 'true');
}

function refused(body: unknown): ContractsError {
  const errors = isRecord(body) && Array.isArray(body['errors']) ? body['errors'] : [];
  const said = errors.map(String).join('; ') || 'it gave no reason';
  const unknownPacticipant = /^Pacticipant (.+) not found$/.exec(said);
  if (unknownPacticipant !== null) {
    return new ContractsError(
      'CONTRACTS_NOT_FOUND_IN_BROKER',
      `The broker does not know ${unknownPacticipant[1]}.`,
      'Check the spelling (case counts). It becomes known with its first pact: ashlar publish, or ashlar verify --publish.',
    );
  }
  const unknownEnvironment = /^Environment with name '(.+)' does not exist$/.exec(said);
  if (unknownEnvironment !== null) {
    return new ContractsError(
      'CONTRACTS_NOT_FOUND_IN_BROKER',
      `The broker has no environment "${unknownEnvironment[1]}".`,
      `Create it: ashlar environments create --name ${unknownEnvironment[1]}`,
    );
  }
  return new ContractsError(
    'CONTRACTS_BROKER_REFUSED',
    `The broker refused the question: ${said}.`,
    'Ask about one version of a pacticipant and one target: an environment, a tag or the main branch.',
  );
}

function readMatrix(body: HalResource, summary: HalResource): Matrix {
  const rows = Array.isArray(body['matrix'])
    ? body['matrix'].filter(isRecord)
    : embeddedList(body, 'matrix');
  const { deployable } = summary;
  return {
    deployable: typeof deployable === 'boolean' ? deployable : null,
    notices: noticesOf(body),
    rows: rows.map(toRow),
    counts: {
      success: count(summary['success']),
      failed: count(summary['failed']),
      unknown: count(summary['unknown']),
      ignored: count(summary['ignored']),
    },
  };
}

function toRow(row: HalResource): VerdictRow {
  const result = isRecord(row['verificationResult']) ? row['verificationResult'] : undefined;
  const pact = isRecord(row['pact']) ? row['pact'] : {};
  return {
    consumer: party(row['consumer']),
    provider: party(row['provider']),
    success: typeof result?.['success'] === 'boolean' ? result['success'] : null,
    verifiedAt: text(result, 'verifiedAt'),
    pactUrl: linkOf(pact, 'self')?.href,
    resultUrl: result === undefined ? undefined : linkOf(result, 'self')?.href,
    ignored: row['ignored'] === true,
  };
}

function party(value: unknown): VersionedPacticipant {
  return { name: text(value, 'name') ?? '', version: text(value, 'version', 'number') };
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
