import type { Evaluator } from '../../link/evaluator.ts';
import { joinPaths } from '../../link/mount-routes.ts';
import type { ProgramFile } from '../../link/program.ts';
import { stringOf } from '../../link/value.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { Detector } from '../detector.ts';
import { type ClassFact, MODULE } from '../file-facts.ts';

const PACKAGE = 'inversify-express-utils';
const VERBS: Record<string, string> = {
  httpGet: 'GET',
  httpPost: 'POST',
  httpPut: 'PUT',
  httpPatch: 'PATCH',
  httpDelete: 'DELETE',
  httpHead: 'HEAD',
  httpOptions: 'OPTIONS',
  all: 'ALL',
};

/** Controllers of inversify-express-utils: `@controller('/orders')` and the `@httpGet('/:id')` in it. */
export const inversifyExpress: Detector = {
  name: 'inversify-express',
  packages: [PACKAGE],
  calls: [],
  file(file, out, evaluator) {
    for (const cls of file.decorated) {
      const prefix = controllerPath(file, cls, evaluator);
      if (!prefix) continue;
      for (const member of cls.members) {
        for (const decorator of member.decorators) {
          const route = routeOf(file, decorator, evaluator);
          if (!route) continue;
          const site = { file: file.path, line: route.line };
          const path = stringAt(route.path, file, evaluator);
          if (prefix.path === undefined || path === undefined)
            out.unresolved({
              ...site,
              kind: 'route',
              text: `${cls.name}.${member.name}`,
              reason: 'path is computed',
            });
          else
            out.route({
              ...site,
              method: route.method,
              path: joinPaths(prefix.path, path),
              handler: { file: file.path, symbol: `${cls.name}.${member.name}` },
            });
        }
      }
    }
  },
};

/** What a decorator of the package is called there, whatever the file calls it. */
function decoratorName(
  file: ProgramFile,
  decorator: Expression,
  evaluator: Evaluator,
): string | undefined {
  if (decorator.k !== 'call') return undefined;
  const value = evaluator.evaluate(decorator.callee, file, MODULE);
  return value.t === 'external' && value.package === PACKAGE ? value.path : undefined;
}

/** Undefined where the class is no controller; `path` is undefined where it is computed. */
function controllerPath(
  file: ProgramFile,
  cls: ClassFact,
  evaluator: Evaluator,
): { path: string | undefined } | undefined {
  const own = cls.decorators.find((d) => decoratorName(file, d, evaluator) === 'controller');
  return own?.k === 'call' ? { path: stringAt(own.args[0], file, evaluator) } : undefined;
}

function routeOf(
  file: ProgramFile,
  decorator: Expression,
  evaluator: Evaluator,
): { method: string; path: Expression | undefined; line: number } | undefined {
  const name = decoratorName(file, decorator, evaluator);
  if (name === undefined) return undefined;
  const { args, line } = decorator as CallExpression;
  const verb = VERBS[name];
  if (verb) return { method: verb, path: args[0], line };
  if (name !== 'httpMethod') return undefined;
  // httpMethod('purge', '/:id')
  const method = stringAt(args[0], file, evaluator)?.toUpperCase();
  return method === undefined ? undefined : { method, path: args[1], line };
}

function stringAt(
  expression: Expression | undefined,
  file: ProgramFile,
  evaluator: Evaluator,
): string | undefined {
  return expression && stringOf(evaluator.evaluate(expression, file, MODULE));
}
