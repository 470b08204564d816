import type { Evaluator } from '../../link/evaluator.ts';
import { implementationOf } from '../../link/implementations.ts';
import type { ProgramFile } from '../../link/program.ts';
import { injectedNames, providersOf, tokenOf } from '../../link/providers.ts';
import type { Value } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detector, FactSink } from '../detector.ts';
import { calledName, lastName } from '../expressions.ts';
import { type ClassFact, MODULE, type ParameterFact } from '../file-facts.ts';

const INJECTABLE = new Set([
  'Injectable',
  'Controller',
  'Resolver',
  'Component',
  'Service',
  'injectable',
  'singleton',
  'autoInjectable',
  'Processor',
  'Catch',
  'WebSocketGateway',
  'CommandHandler',
  'QueryHandler',
  'EventsHandler',
  'Directive',
  'Pipe',
  'JsonController',
  'scoped',
  'Module',
  'Scheduler',
]);
const INJECT = new Set([
  'Inject',
  'inject',
  'InjectRepository',
  'InjectModel',
  'InjectQueue',
  'InjectConnection',
  'InjectDataSource',
  'InjectEntityManager',
  'LazyInject',
  'InjectKysely',
]);

/** Constructor injection by class or token (NestJS, Angular, inversify, tsyringe, typedi). */
export const decoratedInjection: Detector = {
  name: 'constructor-injection',
  packages: [
    '@nestjs/common',
    '@angular/core',
    'inversify',
    'tsyringe',
    'typedi',
    'routing-controllers',
  ],
  calls: [
    'resolve',
    'get',
    'inject',
    'bind',
    'to',
    'toClass',
    'registerSingleton',
    'registerInstance',
    'set',
    'provide',
  ],
  file(file, out, evaluator) {
    for (const cls of file.facts.classes) {
      const isInjectable = cls.decorators.some((d) =>
        INJECTABLE.has((d.k === 'call' ? calledName(d) : lastName(d)) ?? ''),
      );
      for (const parameter of constructorParameters(file, cls)) {
        const marked = injectDecorator(parameter.decorators);
        if (isInjectable || marked) report(file, parameter, marked, out, evaluator);
      }
      for (const member of cls.members) {
        const marked = injectDecorator(member.decorators);
        if (!marked || member.kind !== 'property') continue;
        const parameter: ParameterFact = {
          property: true,
          decorators: [],
          line: member.line,
          name: member.name,
          ...(member.type ? { type: member.type } : {}),
        };
        report(file, parameter, marked, out, evaluator);
      }
    }
  },
  call(site, out) {
    // moduleRef.get(Orders), Container.get(Orders), container.resolve(Orders)
    if (site.name !== 'get' && site.name !== 'resolve') return;
    if (!/container|moduleRef|injector|scope|cradle|app$/i.test(lastName(site.receiver) ?? ''))
      return;
    const value = site.value(site.call.args[0]);
    if (value.t === 'class')
      out.injection({
        file: site.file.path,
        line: site.call.nameLine,
        token: value.cls.name,
        to: value.file.path,
      });
  },
};

function constructorParameters(file: ProgramFile, cls: ClassFact): readonly ParameterFact[] {
  const member = cls.members.find((m) => m.kind === 'constructor' && m.at !== undefined);
  return (member?.at === undefined ? undefined : file.functions.get(member.at)?.params) ?? [];
}

function injectDecorator(decorators: readonly Expression[]): Expression | undefined {
  return decorators.find((d) => INJECT.has((d.k === 'call' ? calledName(d) : lastName(d)) ?? ''));
}

function report(
  file: ProgramFile,
  parameter: ParameterFact,
  marked: Expression | undefined,
  out: FactSink,
  evaluator: Evaluator,
): void {
  const argument = marked?.k === 'call' ? marked.args[0] : undefined;
  const expression = argument?.k === 'fn' ? file.functions.get(argument.at)?.returns[0] : argument;
  const given = expression ? evaluator.evaluate(expression, file, MODULE) : undefined;
  const typed = parameter.type ? evaluator.evaluateType(parameter.type, file) : undefined;
  const registered = expression
    ? tokenOf(expression, file, MODULE, evaluator)
    : typed && tokenOfType(typed);
  const provided = registered === undefined ? undefined : providersOf(evaluator).get(registered);
  const implementing =
    typed?.t === 'interface' ? implementationOf(evaluator, typed.type) : undefined;
  // `@Inject(Order.name)` is about the class, whatever makes what is handed over.
  const named =
    expression?.k === 'member' && expression.name === 'name'
      ? fileOf(evaluator.evaluate(expression.object, file, MODULE))
      : undefined;
  const to =
    provided?.file.path ?? fileOf(given) ?? implementing?.file.path ?? fileOf(typed) ?? named;
  const token = expression
    ? registered
    : ((typed?.t === 'instance' ? typed.cls.name : parameter.type?.name.split('.').at(-1)) ??
      parameter.name);
  if (!token) return;
  out.injection({ file: file.path, line: parameter.line, token, ...(to ? { to } : {}) });
}

function tokenOfType(value: Value): string | undefined {
  return value.t === 'instance' ? value.cls.name : undefined;
}

function fileOf(value: Value | undefined): string | undefined {
  return value?.t === 'class' || value?.t === 'instance' ? value.file.path : undefined;
}

/** awilix: names of constructor properties are the names things are registered under. */
export const awilix: Detector = {
  name: 'awilix',
  packages: ['awilix', '@fastify/awilix', 'awilix-express', 'awilix-koa'],
  calls: ['register', 'resolve', 'asClass', 'asFunction', 'asValue', 'createContainer'],
  call(site, out) {
    if (site.name !== 'resolve' || !/container|scope|cradle/i.test(lastName(site.receiver) ?? ''))
      return;
    const token = site.text(site.call.args[0]);
    if (token === undefined) return;
    const names = injectedNames(site.registry.evaluator);
    if (names.has(token)) {
      const to = names.get(token)?.file.path;
      out.injection({
        file: site.file.path,
        line: site.call.nameLine,
        token,
        ...(to ? { to } : {}),
      });
    } else
      out.unresolved({
        kind: 'injection',
        file: site.file.path,
        line: site.call.nameLine,
        text: token,
        reason: 'nothing is registered under this name',
      });
  },
  file(file, out, evaluator) {
    const names = injectedNames(evaluator);
    for (const cls of file.facts.classes) {
      const [first] = constructorParameters(file, cls);
      for (const { key } of first?.properties ?? []) {
        const to = first ? names.get(key)?.file.path : undefined;
        if (first && to) out.injection({ file: file.path, line: first.line, token: key, to });
      }
    }
  },
};
