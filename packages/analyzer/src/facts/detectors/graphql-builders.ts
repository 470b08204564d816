import { callsNamed, type ProgramFile } from '../../link/program.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../detector.ts';
import { objectProperty } from '../expressions.ts';
import { handlerOf } from '../handlers.ts';

const POTHOS = /^(query|mutation|subscription)(Type|Fields|Field)$/;
const NEXUS_ROOTS: Record<string, string> = {
  Query: 'QUERY',
  Mutation: 'MUTATION',
  Subscription: 'SUBSCRIPTION',
};

/** GraphQL schemas that are written as code: Pothos (`builder.queryField`) and Nexus (`queryType`, `extendType`). */
export const graphqlBuilders: Detector = {
  name: 'graphql-builders',
  packages: ['@pothos/core', 'nexus'],
  calls: [
    ...['query', 'mutation', 'subscription'].flatMap((root) =>
      ['Type', 'Fields', 'Field'].map((part) => root + part),
    ),
    'extendType',
    'objectType',
  ],
  call(site, out) {
    const rooted = POTHOS.exec(site.name);
    const [first, second] = site.call.args;
    if (!rooted) {
      const root =
        NEXUS_ROOTS[
          site.text(objectProperty(first, 'type') ?? objectProperty(first, 'name')) ?? ''
        ];
      if (root && !site.receiver) definitions(site, out, root, objectProperty(first, 'definition'));
      return;
    }
    const root = (rooted[1] ?? '').toUpperCase();
    if (rooted[2] === 'Field') {
      const name = site.text(first);
      if (name !== undefined) field(site, out, root, name, second, site.call.nameLine);
    } else if (rooted[2] === 'Fields') fields(site, out, root, first);
    else {
      fields(site, out, root, objectProperty(first, 'fields'));
      definitions(site, out, root, objectProperty(first, 'definition'));
    }
  },
};

/** Pothos: `(t) => ({ orders: t.field({ resolve }) })`. */
function fields(site: CallSite, out: FactSink, root: string, given: Expression | undefined): void {
  const shape = given?.k === 'fn' ? site.file.functions.get(given.at)?.returns[0] : given;
  if (shape?.k !== 'obj') return;
  for (const { key, value } of shape.props)
    if (key)
      field(site, out, root, key, value, 'line' in value && value.line ? value.line : shape.line);
}

/** Nexus: `definition(t) { t.field('orders', { resolve }) }`; each call on `t` is a field. */
function definitions(
  site: CallSite,
  out: FactSink,
  root: string,
  definition: Expression | undefined,
): void {
  if (definition?.k !== 'fn') return;
  const builder = site.file.functions.get(definition.at)?.params[0]?.name;
  for (const { call, fact } of fieldCalls(site.file)) {
    if (fact.fn !== definition.at || rootName(call.callee) !== builder) continue;
    const name = site.text(call.args[0]);
    if (name !== undefined) field(site, out, root, name, call.args[1], call.nameLine);
  }
}

const NEXUS_FIELDS = [
  'field',
  'string',
  'int',
  'float',
  'boolean',
  'id',
  'connectionField',
  'list',
];

function fieldCalls(file: ProgramFile): ReturnType<typeof callsNamed> {
  return callsNamed(file, NEXUS_FIELDS);
}

function rootName(expression: Expression): string | undefined {
  if (expression.k === 'member') return rootName(expression.object);
  if (expression.k === 'call') return rootName(expression.callee);
  return expression.k === 'id' ? expression.name : undefined;
}

function field(
  site: CallSite,
  out: FactSink,
  method: string,
  path: string,
  given: Expression | undefined,
  line: number,
): void {
  const built = given?.k === 'fn' ? site.file.functions.get(given.at)?.returns[0] : given;
  const options = built?.k === 'call' ? built.args.findLast((arg) => arg.k === 'obj') : built;
  // The function stands in the call that makes the field, if nowhere else.
  const { path: file } = site.file;
  const handler = handlerOf(site, objectProperty(options, 'resolve')) ?? { file };
  out.route({ file, line, method, path, handler });
}
