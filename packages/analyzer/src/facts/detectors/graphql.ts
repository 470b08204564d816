import type { Evaluator } from '../../link/evaluator.ts';
import type { ProgramFile } from '../../link/program.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detector, FactSink } from '../detector.ts';
import { objectProperty } from '../expressions.ts';
import { MODULE } from '../file-facts.ts';

/** The root types of a GraphQL schema (specification, section 3.3.1); other types are no way in. */
const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Resolver maps of GraphQL servers: `{ Query: { orders }, Mutation: { pay: async () => … } }`. */
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
  calls: ['makeExecutableSchema', 'createSchema', 'ApolloServer', 'loadSchema'],
  file(file, out, evaluator) {
    const seen = new Set<Expression>();
    const read = (expression: Expression | undefined): void => {
      const map = expression?.k === 'typed' ? expression.of : expression;
      if (map?.k !== 'obj' || seen.has(map)) return;
      seen.add(map);
      for (const root of ROOTS) resolvers(file, root, objectProperty(map, root), out, evaluator);
    };
    for (const { fn, init } of file.facts.variables) if (fn === MODULE) read(init);
    for (const item of file.exports.values()) if (item.k === 'value') read(item.value);
    for (const { call } of file.calls)
      for (const argument of call.args) read(objectProperty(argument, 'resolvers'));
  },
};

function resolvers(
  file: ProgramFile,
  root: string,
  fields: Expression | undefined,
  out: FactSink,
  evaluator: Evaluator,
): void {
  if (fields?.k !== 'obj') return;
  for (const { key, value } of fields.props) {
    if (key === null) continue;
    // Subscriptions are objects with the function in `subscribe`.
    const found = evaluator.evaluate(objectProperty(value, 'subscribe') ?? value, file, MODULE);
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

function lineOf(value: ReturnType<Evaluator['evaluate']>): number | undefined {
  return value.t === 'function' ? value.fn.line : undefined;
}
