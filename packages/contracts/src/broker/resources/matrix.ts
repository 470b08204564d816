import { textTable } from '../hal/text-table.ts';
import { textOf } from '../http/query.ts';
import { invalidList, ok, type Reply } from '../http/reply.ts';
import { type Exchange, HAL, type Resource } from '../http/resource.ts';
import { Problems } from '../http/validate.ts';
import { askMatrix } from '../matrix/matrix.ts';
import { type MatrixQuery, parseCanIDeployQuery, parseMatrixQuery } from '../matrix/query.ts';
import { representMatrix } from '../matrix/represent.ts';
import { matrixErrors } from '../matrix/validate.ts';
import { judge, type MatrixResult } from '../matrix/verdict.ts';
import { findEnvironmentByName } from '../store/environments.ts';
import { findPacticipant } from '../store/pacticipants.ts';
import { branchHead, latestVersionWithTag } from '../store/versions.ts';
import { matrixPage } from '../ui/matrix.ts';
import { found, pacticipantAt, pairAt } from './lookup.ts';

const matrix: Resource = {
  path: '/matrix',
  provides: [HAL, 'text/plain', 'text/html'],
  methods: {
    GET: {
      async run(x) {
        const query = parseMatrixQuery(x.query);
        const page = x.type === 'text/html';
        const errors = await matrixErrors(x.s, query);
        if (errors.length > 0) {
          if (page) return ok(await matrixPage(x, query, { errors }));
          throw invalidList(errors);
        }
        const result = await askMatrix(x.s, query, x.settings.compat);
        if (page) return ok(await matrixPage(x, query, { result }));
        if (x.type === 'text/plain') return ok(asText(result));
        return ok(await representMatrix(x.s, result, x.urls));
      },
    },
  },
};

function asText(result: MatrixResult): string {
  const columns = [
    'CONSUMER',
    'C_VERSION',
    'REVISION',
    'PROVIDER',
    'P_VERSION',
    'NUMBER',
    'SUCCESS',
  ];
  const rows = [...result.considered, ...result.ignored].map((row) => [
    row.consumer,
    row.consumerVersion,
    row.revision,
    row.provider,
    row.providerVersion,
    row.verificationNumber,
    row.success,
  ]);
  const { deployable, reasons } = judge(result);
  const reason = reasons.map(({ text }) => text).join('\n');
  return `${textTable(columns, rows)}\n\nDeployable: ${deployable ?? ''}\nReason: ${reason}\n`;
}

const AS_TEXT: readonly string[] = [HAL, 'text/plain'];

async function answer(x: Exchange, query: MatrixQuery): Promise<Reply> {
  const result = await askMatrix(x.s, query, x.settings.compat);
  if (x.type === 'text/plain') return ok(asText(result));
  return ok(await representMatrix(x.s, result, x.urls));
}

const betweenTwo: Resource = {
  path: '/matrix/provider/:provider/consumer/:consumer',
  provides: [HAL, 'text/html'],
  methods: {
    GET: {
      async run(x) {
        const { consumer, provider } = pairAt(x);
        const selectors = [{ pacticipant: consumer }, { pacticipant: provider }];
        const query: MatrixQuery = { selectors, options: { limit: 100, ignore: [] } };
        const errors = await matrixErrors(x.s, query);
        if (x.type === 'text/html') {
          const result =
            errors.length > 0 ? undefined : await askMatrix(x.s, query, x.settings.compat);
          return ok(await matrixPage(x, query, result === undefined ? { errors } : { result }));
        }
        await pacticipantAt(x, 'consumer');
        await pacticipantAt(x, 'provider');
        if (errors.length > 0) throw invalidList(errors);
        return answer(x, query);
      },
    },
  },
};

const canIDeploy: Resource = {
  path: '/can-i-deploy',
  provides: AS_TEXT,
  methods: {
    GET: {
      async run(x) {
        await checkCanIDeploy(x);
        return answer(x, parseCanIDeployQuery(x.query));
      },
    },
  },
};

async function checkCanIDeploy(x: Exchange): Promise<void> {
  const problems = new Problems();
  const [pacticipant, version, to, environment] = [
    'pacticipant',
    'version',
    'to',
    'environment',
  ].map((name) => textOf(x.query, name));
  for (const [name, value] of Object.entries({ pacticipant, version })) {
    if (value === undefined || value === '') problems.add(name, 'is missing');
  }
  if (pacticipant && (await findPacticipant(x.s, pacticipant)) === undefined) {
    problems.add('pacticipant', 'does not match an existing pacticipant');
  }
  if (environment && (await findEnvironmentByName(x.s, environment)) === undefined) {
    problems.add('environment', `with name '${environment}' does not exist`);
  }
  if (to && environment) {
    problems.add('', "Cannot specify both a 'to' tag and an environment.");
  } else if (!to && !environment) {
    problems.add('', "Must specify either an environment or a 'to' tag.");
  }
  problems.raise();
}

const branchToEnvironment: Resource = {
  path: '/pacticipants/:pacticipant/branches/:branch/latest-version/can-i-deploy/to-environment/:environment',
  provides: AS_TEXT,
  methods: { GET: { run: async (x) => answer(x, await branchToEnvironmentQuery(x)) } },
};

async function branchToEnvironmentQuery(x: Exchange): Promise<MatrixQuery> {
  const { id, name } = found(await findPacticipant(x.s, x.path.get('pacticipant')));
  const [branch, environment] = [x.path.get('branch'), x.path.get('environment')];
  found(await branchHead(x.s, id, branch));
  found(await findEnvironmentByName(x.s, environment));
  return {
    selectors: [{ pacticipant: name, branch, latest: true }],
    options: { latestby: 'cvpv', environment, ignore: [] },
  };
}

const tagToTag: Resource = {
  path: '/pacticipants/:pacticipant/latest-version/:tag/can-i-deploy/to/:to',
  provides: AS_TEXT,
  methods: { GET: { run: async (x) => answer(x, await tagToTagQuery(x)) } },
};

async function tagToTagQuery(x: Exchange): Promise<MatrixQuery> {
  const { id, name } = found(await findPacticipant(x.s, x.path.get('pacticipant')));
  const tag = x.path.get('tag');
  found(await latestVersionWithTag(x.s, id, tag));
  return {
    selectors: [{ pacticipant: name, tag, latest: true }],
    options: { latestby: 'cvp', tag: x.path.get('to'), latest: true, ignore: [] },
  };
}

export const matrixResources: readonly Resource[] = [
  matrix,
  betweenTwo,
  canIDeploy,
  branchToEnvironment,
  tagToTag,
];
