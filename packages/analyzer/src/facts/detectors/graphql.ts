import type { Evaluator } from '../../link/evaluator.ts';
import { callsNamed, type ProgramFile } from '../../link/program.ts';
import { packageOf } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detector, FactSink } from '../detector.ts';
import { objectProperty } from '../expressions.ts';
import { type FunctionId, MODULE } from '../file-facts.ts';

/** The root types of a GraphQL schema (specification, section 3.3.1); other types are no way in. */
const ROOTS = ['Query', 'Mutation', 'Subscription'];

/**
 * Resolver maps of GraphQL servers, `{ Query: { orders }, Mutation: { pay: async () => … } }`, and root
 * types that are made in code, `new GraphQLObjectType({ name: 'Query', fields })`. Fields that only the schema's
 * text names are added in `link/graphql-fields.ts`.
 */
export const graphql: Detector = {
  name: 'graphql',
  packages: [
    'graphql',
    '@apollo/server',
    'apollo-server',
    'apollo-server-express',
    'graphql-yoga',
    'mercurius',
    '@graphql-tools/schema',
  ],
  calls: [
    'makeExecutableSchema',
    'createSchema',
    'ApolloServer',
    'loadSchema',
    'buildSchema',
    'GraphQLObjectType',
  ],
  file(file, out, evaluator) {
    const seen = new Set<Expression>();
    const read = (expression: Expression | undefined): void => {
      const map = expression?.k === 'typed' ? expression.of : expression;
      if (map?.k !== 'obj' || seen.has(map)) return;
      seen.add(map);
      for (const root of ROOTS) {
        const given = objectProperty(map, root);
        if (given) resolvers({ file, fn: MODULE, evaluator }, root, given, out);
      }
    };
    for (const { fn, init } of file.facts.variables) if (fn === MODULE) read(init);
    for (const item of file.exports.values()) if (item.k === 'value') read(item.value);
    for (const { call } of file.callsGiven.obj)
      for (const argument of call.args)
        if (argument.k === 'obj') read(objectProperty(argument, 'resolvers'));
    for (const { call, fact } of callsNamed(file, ['GraphQLObjectType'])) {
      const name = objectProperty(call.args[0], 'name');
      if (!call.construct || name?.k !== 'str') continue;
      if (packageOf(evaluator.evaluate(call.callee, file, fact.fn)) !== 'graphql') continue;
      const root = ROOTS.find((own) => name.value === own || name.value === `${own}Type`);
      const given = objectProperty(call.args[0], 'fields');
      const fields = given?.k === 'fn' ? file.functions.get(given.at)?.returns[0] : given;
      if (root) resolvers({ file, fn: fact.fn, evaluator }, root, fields, out);
    }
  },
};

interface Place {
  file: ProgramFile;
  fn: FunctionId;
  evaluator: Evaluator;
}

function resolvers(
  place: Place,
  root: string,
  given: Expression | undefined,
  out: FactSink,
  depth = 0,
): void {
  const { fields, file, fn, evaluator } = fieldsAt(place, given);
  if (!fields || depth > MAX_SPREADS) return;
  for (const { key, value, spread } of fields.props) {
    // `Query: { ...orders, ...users }`, each of a file of its own.
    if (spread) resolvers({ file, fn, evaluator }, root, value, out, depth + 1);
    if (key === null) continue;
    // Subscriptions, and fields of types made in code, are objects with the function inside.
    const inner = objectProperty(value, 'subscribe') ?? objectProperty(value, 'resolve');
    const found = evaluator.evaluate(inner ?? value, file, fn);
    if (found.t !== 'function' && found.t !== 'result') continue;
    const handler =
      found.t === 'function'
        ? { file: found.file.path, ...(found.fn.name ? { symbol: found.fn.name } : {}) }
        : undefined;
    const line = 'line' in value ? value.line : (lineOf(found) ?? fields.line);
    out.route({
      file: file.path,
      line,
      method: root.toUpperCase(),
      path: key,
      ...(handler ? { handler } : {}),
    });
  }
}

const MAX_SPREADS = 5;

/** The object itself, or what a name stands for, in whichever file. */
function fieldsAt(
  place: Place,
  given: Expression | undefined,
): Place & { fields?: Expression & { k: 'obj' } } {
  if (!given) return place;
  if (given.k === 'obj') return { ...place, fields: given };
  const value = place.evaluator.evaluate(given, place.file, place.fn);
  return value.t === 'object'
    ? { file: value.file, fn: value.fn, evaluator: place.evaluator, fields: value.expression }
    : place;
}

function lineOf(value: ReturnType<Evaluator['evaluate']>): number | undefined {
  return value.t === 'function' ? value.fn.line : undefined;
}
