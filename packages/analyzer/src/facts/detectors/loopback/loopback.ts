import type { Evaluator } from '../../../link/evaluator.ts';
import { joinPaths } from '../../../link/mount-routes.ts';
import type { ProgramFile } from '../../../link/program.ts';
import { packageOf, stringOf } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink, Model } from '../../detector.ts';
import { calledName, objectProperty } from '../../expressions.ts';
import { type ClassFact, type ClassMemberFact, MODULE } from '../../file-facts.ts';
import { importsAny } from '../../imported-packages.ts';
import { defineModel, REPOSITORY, repositoryModel } from './models.ts';

const REST = '@loopback/rest';
const READS = 'find findOne findById findAll count exists'.split(' ');
const WRITES =
  'create createAll save update updateById updateAll replaceById delete deleteById deleteAll deleteHard deleteByIdHard deleteAllHard undoSoftDelete undoSoftDeleteById undoSoftDeleteAll upsert'.split(
    ' ',
  );
const METHODS: Record<string, string> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  del: 'DELETE',
};

/** LoopBack 4: repositories of models, and routes as decorators of controllers. */
export const loopback: Detector = {
  name: 'loopback',
  followsCallers: true,
  packages: [REPOSITORY, REST],
  calls: [...READS, ...WRITES],
  define(file, registry) {
    for (const cls of file.decorated)
      if (cls.decorators.length > 0) defineModel(file, cls, registry);
  },
  mayCallIn: (program) => importsAny(program, [REPOSITORY]),
  call(site, out) {
    if (!site.receiver) return;
    const model = repositoryModel(site.registry, site.value(site.receiver));
    if (!model) return;
    out.access(site, model, READS.includes(site.name) ? 'read' : 'write');
    for (const argument of site.call.args) included(site, model, argument, out);
  },
  file(file, out, evaluator) {
    for (const cls of file.decorated)
      for (const member of cls.members)
        for (const decorator of member.decorators)
          route(file, cls, member, decorator, out, evaluator);
  },
};

/** `find({ include: [{ relation: 'lines' }] })`, `{ include: ['lines'] }`. */
function included(site: CallSite, model: Model, filter: Expression, out: FactSink): void {
  const list = objectProperty(filter, 'include');
  for (const item of list?.k === 'arr' ? list.items : []) {
    const name = site.text(objectProperty(item, 'relation') ?? item);
    const related = name === undefined ? undefined : model.relations.get(name)?.();
    if (!related) continue;
    out.access(site, related, 'read');
    const scope = objectProperty(item, 'scope');
    if (scope) included(site, related, scope, out);
  }
}

function route(
  file: ProgramFile,
  cls: ClassFact,
  member: ClassMemberFact,
  decorator: Expression,
  out: FactSink,
  evaluator: Evaluator,
): void {
  if (decorator.k !== 'call') return;
  const method = METHODS[calledName(decorator) ?? ''];
  if (!method || packageOf(evaluator.evaluate(decorator.callee, file, MODULE)) !== REST) return;
  const text = (expression: Expression | undefined): string | undefined =>
    expression && stringOf(evaluator.evaluate(expression, file, MODULE));
  const path = text(decorator.args[0]);
  const { line } = decorator;
  if (path === undefined) {
    const reason = 'path of the route is computed';
    out.unresolved({
      kind: 'route',
      file: file.path,
      line,
      text: `@${calledName(decorator)}(…)`,
      reason,
    });
    return;
  }
  const api = cls.decorators.find((own) => own.k === 'call' && calledName(own) === 'api');
  const base = api?.k === 'call' ? text(objectProperty(api.args[0], 'basePath')) : undefined;
  const handler = { file: file.path, symbol: `${cls.name}.${member.name}` };
  out.route({ file: file.path, line, method, path: joinPaths(base ?? '', path), handler });
}
