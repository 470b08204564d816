import { packageOf, stringOf, type Value } from '../../link/value.ts';
import type { AccessOperation } from '../../model/analysis.ts';
import type { CallSite, Detector, FactSink } from '../detector.ts';
import { importsAny } from '../imported-packages.ts';

const PACKAGES = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/lib-dynamodb',
  'aws-sdk',
  'aws-sdk/clients/dynamodb',
];

/** What each operation of the service does, by the name of its method (DynamoDB API reference). */
const OPERATIONS: Readonly<Record<string, AccessOperation>> = {
  get: 'read',
  getItem: 'read',
  query: 'read',
  scan: 'read',
  batchGet: 'read',
  batchGetItem: 'read',
  transactGet: 'read',
  transactGetItems: 'read',
  put: 'write',
  putItem: 'write',
  update: 'write',
  updateItem: 'write',
  delete: 'write',
  deleteItem: 'write',
  batchWrite: 'write',
  batchWriteItem: 'write',
  transactWrite: 'write',
  transactWriteItems: 'write',
  createTable: 'ddl',
  updateTable: 'ddl',
  deleteTable: 'ddl',
};

interface Sends {
  operation: AccessOperation;
  /** Place of what is sent among the arguments. */
  input: number;
}

/** `get`, `new GetCommand(…)`, `paginateQuery(client, …)`. */
const CALLS: ReadonlyMap<string, Sends> = new Map(
  Object.entries(OPERATIONS).flatMap(([method, operation]): [string, Sends][] => {
    const name = `${method[0]?.toUpperCase()}${method.slice(1)}`;
    return [
      [method, { operation, input: 0 }],
      [`${name}Command`, { operation, input: 0 }],
      [`paginate${name}`, { operation, input: 1 }],
    ];
  }),
);

/** DynamoDB through the SDK of AWS, version 2 or 3: the table stands in what is sent, as `TableName`. */
export const dynamodb: Detector = {
  name: 'dynamodb',
  packages: PACKAGES,
  calls: [...CALLS.keys()],
  mayCallIn: (program) => importsAny(program, PACKAGES),
  call(site, out) {
    const known = CALLS.get(site.name);
    if (!known) return;
    const isOfSdk = isDynamo(site.callee());
    const input = site.value(site.call.args[known.input]);
    if (input.t === 'object') sent(site, input, known.operation, isOfSdk, out);
    else if (isOfSdk) out.unknownTable(site, '', 'what is sent is computed');
  },
};

/** Version 2 has all services in one package. */
function isDynamo(value: Value): boolean {
  const from = packageOf(value);
  if (from !== 'aws-sdk') return from !== undefined && PACKAGES.includes(from);
  for (let at = value; ; at = at.of) {
    if (at.t === 'member' && at.name === 'DynamoDB') return true;
    if (at.t === 'external') return at.path.startsWith('DynamoDB');
    if (at.t !== 'member' && at.t !== 'result') return at.t === 'external-instance';
  }
}

type Sent = Extract<Value, { t: 'object' }>;

function sent(
  site: CallSite,
  input: Sent,
  operation: AccessOperation,
  isOfSdk: boolean,
  out: FactSink,
): void {
  const has = (name: string): boolean => input.expression.props.some(({ key }) => key === name);
  if (has('TableName')) named(site, input, operation, isOfSdk, out);
  else if (has('RequestItems'))
    batched(site, propertyOf(site, input, 'RequestItems'), operation, out);
  else if (has('TransactItems')) together(site, propertyOf(site, input, 'TransactItems'), out);
  else if (isOfSdk) out.unknownTable(site, '', 'what is sent names no table');
}

/** A client that came from nowhere we know is one where what it is sent says so. */
function named(
  site: CallSite,
  input: Sent,
  operation: AccessOperation,
  isOfSdk: boolean,
  out: FactSink,
): void {
  const table = stringOf(propertyOf(site, input, 'TableName'));
  if (table === undefined) out.unknownTable(site, '', 'table name is computed');
  else out.access(site, table, operation, { confidence: isOfSdk ? 1 : 0.9 });
}

/** `RequestItems: { orders: [...] }` names its tables as keys. */
function batched(site: CallSite, items: Value, operation: AccessOperation, out: FactSink): void {
  const keys = items.t === 'object' ? items.expression.props.map(({ key }) => key) : [null];
  for (const key of keys) {
    if (key === null) out.unknownTable(site, '', 'table name is computed');
    else out.access(site, key, operation);
  }
}

/** `TransactItems: [{ Put: { TableName } }, { ConditionCheck: … }]`. */
function together(site: CallSite, items: Value, out: FactSink): void {
  if (items.t !== 'array') {
    out.unknownTable(site, '', 'what is sent is computed');
    return;
  }
  for (const item of items.expression.items) {
    const [only] = item.k === 'obj' ? item.props : [];
    const { file, fn, binding } = items;
    const input = only && site.registry.evaluator.evaluate(only.value, file, fn, binding);
    if (only?.key && input?.t === 'object') {
      const operation = /^(?:Get|ConditionCheck)$/.test(only.key) ? 'read' : 'write';
      named(site, input, operation, true, out);
    } else out.unknownTable(site, '', 'what is sent is computed');
  }
}

function propertyOf(site: CallSite, input: Sent, name: string): Value {
  return site.registry.evaluator.member(input, name, site.binding);
}
