import { embeddedList, type HalResource, isRecord, linkOf, text } from '../client/hal.ts';
import { type BrokerNotice, noticesOf } from '../client/publish.ts';
import type { BrokerSession } from '../client/session.ts';
import { ContractsError } from '../model/error.ts';
import type {
  DeployTarget,
  IgnoreSelector,
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
  if (!isRecord(response.body) || !isRecord(response.body.summary)) {
    throw new ContractsError(
      'CONTRACTS_NOT_A_BROKER',
      `${url.origin}${url.pathname} did not answer with a matrix.`,
      'Check the address of the broker.',
    );
  }
  return readMatrix(response.body, response.body.summary);
}

export function matrixQuery(question: VerdictQuestion): URLSearchParams {
  return new URLSearchParams([
    ...question.pacticipants.flatMap(selectorParameters),
    ...question.ignore.flatMap(ignoreParameters),
    ...targetParameters(question.to, question.pacticipants.length > 1),
    ['limit', ROW_LIMIT],
  ]);
}

type Parameters = [name: string, value: string][];

/** The order matters: a new `pacticipant` starts a new selector. */
function selectorParameters(selector: PacticipantSelector): Parameters {
  const { name, version, branch, tag, mainBranch } = selector;
  const who: Parameters = [['q[][pacticipant]', name]];
  if (version !== undefined) return [...who, ['q[][version]', version]];
  if (branch !== undefined) who.push(['q[][branch]', branch]);
  else if (tag !== undefined) who.push(['q[][tag]', tag]);
  else if (mainBranch === true) who.push(['q[][mainBranch]', 'true']);
  return [...who, ['q[][latest]', 'true']];
}

function ignoreParameters({ name, version }: IgnoreSelector): Parameters {
  const who: Parameters = [['ignore[][pacticipant]', name]];
  return version === undefined ? who : [...who, ['ignore[][version]', version]];
}

function targetParameters(to: DeployTarget | null, several: boolean): Parameters {
  if (to === null && several) return [['latestby', 'cvpv']];
  if (to !== null && 'environment' in to) {
    return [
      ['latestby', 'cvpv'],
      ['environment', to.environment],
    ];
  }
  const newest: Parameters = [
    ['latestby', 'cvp'],
    ['latest', 'true'],
  ];
  if (to === null) return newest;
  return [...newest, 'tag' in to ? ['tag', to.tag] : ['mainBranch', 'true']];
}

interface Unknown {
  readonly message: string;
  readonly hint: string;
}

function refused(body: unknown): ContractsError {
  const errors = isRecord(body) && Array.isArray(body.errors) ? body.errors.map(String) : [];
  const unknown = errors.map(unknownName).filter((found) => found !== undefined);
  if (unknown.length > 0 && unknown.length === errors.length) {
    return new ContractsError(
      'CONTRACTS_NOT_FOUND_IN_BROKER',
      unknown.map(({ message }) => message).join(' '),
      unknown.map(({ hint }) => hint).join(' '),
    );
  }
  return new ContractsError(
    'CONTRACTS_BROKER_REFUSED',
    `The broker refused the question: ${errors.join('; ') || 'it gave no reason'}.`,
    'Ask about one version of a pacticipant and one target: an environment, a tag or the main branch.',
  );
}

function unknownName(error: string): Unknown | undefined {
  const pacticipant = /^Pacticipant (.+) not found$/.exec(error)?.[1];
  if (pacticipant !== undefined) {
    return {
      message: `The broker does not know ${pacticipant}.`,
      hint: 'Check the spelling (case counts). It becomes known with its first pact: ashlar publish, or ashlar verify --publish.',
    };
  }
  const environment = /^Environment with name '(.+)' does not exist$/.exec(error)?.[1];
  if (environment === undefined) return undefined;
  return {
    message: `The broker has no environment "${environment}".`,
    hint: `Create it: ashlar environments create ${environment}`,
  };
}

function readMatrix(body: HalResource, summary: HalResource): Matrix {
  const rows = Array.isArray(body.matrix)
    ? body.matrix.filter(isRecord)
    : embeddedList(body, 'matrix');
  const { deployable } = summary;
  return {
    deployable: typeof deployable === 'boolean' ? deployable : null,
    notices: noticesOf(body),
    rows: rows.map(toRow),
    counts: {
      success: count(summary.success),
      failed: count(summary.failed),
      unknown: count(summary.unknown),
      ignored: count(summary.ignored),
    },
  };
}

function toRow(row: HalResource): VerdictRow {
  const result = isRecord(row.verificationResult) ? row.verificationResult : undefined;
  const pact = isRecord(row.pact) ? row.pact : {};
  return {
    consumer: party(row.consumer),
    provider: party(row.provider),
    success: typeof result?.success === 'boolean' ? result.success : null,
    verifiedAt: text(result, 'verifiedAt'),
    pactUrl: linkOf(pact, 'self')?.href,
    resultUrl: result === undefined ? undefined : linkOf(result, 'self')?.href,
    ignored: row.ignored === true,
  };
}

function party(value: unknown): VersionedPacticipant {
  return { name: text(value, 'name') ?? '', version: text(value, 'version', 'number') };
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
