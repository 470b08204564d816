import { injectedNames, usesAwilix } from '../../link/awilix-names.ts';
import { CONTAINER_PACKAGES, isContainer, providedIn } from '../../link/containers.ts';
import type { Evaluator } from '../../link/evaluator.ts';
import { classImplementing } from '../../link/implementations.ts';
import type { ProgramFile } from '../../link/program.ts';
import { providersOf, putOff, registrationsOf, tokenOf } from '../../link/providers.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detector, FactSink } from '../detector.ts';
import { calledName, lastName } from '../expressions.ts';
import { type ClassFact, type FunctionFact, MODULE, type ParameterFact } from '../file-facts.ts';
import { importsPartOf } from '../imported-packages.ts';

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
  'lazyInject',
  'injectAll',
  'multiInject',
  'InjectAll',
  'InjectMany',
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
      for (const parameter of constructorOf(file, cls)?.params ?? []) {
        const marked = injectDecorator(parameter.decorators);
        if (isInjectable || marked) report(file, parameter, marked, out, evaluator);
      }
    }
    for (const cls of file.decorated) {
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
    // moduleRef.get(Orders), Container.get(Orders), kernel.get(TYPES.Orders)
    if (site.name !== 'get' && site.name !== 'resolve') return;
    const isNamed = /container|moduleRef|injector|scope|cradle|app$/i.test(
      lastName(site.receiver) ?? '',
    );
    const mayBeContainer = importsPartOf(site.program, CONTAINER_PACKAGES);
    if (!isNamed && !mayBeContainer) return;
    const from = site.value(site.receiver);
    const isOne = mayBeContainer && isContainer(from);
    if (!isNamed && !isOne) return;
    const [first] = site.call.args;
    const { evaluator } = site.registry;
    const value = site.value(first);
    const token = first && tokenOf(first, site.file, site.fn, evaluator);
    if (token === undefined) return;
    // Names of awilix are read below.
    if (value.t !== 'class' && (!isOne || /awilix$/.test(packageOf(from) ?? ''))) return;
    const to = value.t === 'class' ? value.file.path : providedIn(evaluator, token);
    if (!to) return;
    out.injection({
      file: site.file.path,
      line: site.call.nameLine,
      token,
      to,
    });
  },
};

function constructorOf(file: ProgramFile, cls: ClassFact): FunctionFact | undefined {
  const member = cls.members.find((m) => m.kind === 'constructor' && m.at !== undefined);
  return member?.at === undefined ? undefined : file.functions.get(member.at);
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
  const expression = argument && putOff(argument, file);
  const given = expression ? evaluator.evaluate(expression, file, MODULE) : undefined;
  const typed = parameter.type ? evaluator.evaluateType(parameter.type, file) : undefined;
  const registered = expression
    ? tokenOf(expression, file, MODULE, evaluator)
    : typed && tokenOfType(typed);
  const provided = registered === undefined ? undefined : providersOf(evaluator).get(registered);
  const implementing =
    typed?.t === 'interface' ? classImplementing(evaluator, typed.type) : undefined;
  // `@Inject(Order.name)` is about the class, whatever makes what is handed over.
  const named =
    expression?.k === 'member' && expression.name === 'name'
      ? fileOf(evaluator.evaluate(expression.object, file, MODULE))
      : undefined;
  const to =
    provided?.file.path ??
    (registered === undefined ? undefined : providedIn(evaluator, registered)) ??
    fileOf(given) ??
    implementing?.file.path ??
    fileOf(typed) ??
    named;
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
    if (site.name !== 'resolve') return;
    const isNamed = /container|scope|cradle/i.test(lastName(site.receiver) ?? '');
    if (!isNamed && !isContainer(site.value(site.receiver))) return;
    const token = site.text(site.call.args[0]);
    if (token === undefined || !usesAwilix(site.program)) return;
    const from = site.value(site.receiver);
    if (isContainer(from) && !/awilix$/.test(packageOf(from) ?? '')) return;
    const { evaluator } = site.registry;
    const names = injectedNames(evaluator);
    if (names.has(token)) {
      const to = names.get(token)?.file.path ?? providedIn(evaluator, token);
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
    if (!usesAwilix(evaluator.program)) return;
    const names = injectedNames(evaluator);
    const { filledIn } = registrationsOf(evaluator);
    const asks = ({ params }: FunctionFact, isRegistered: boolean): void => {
      for (const [index, parameter] of params.entries()) {
        const { name, properties, line } = parameter;
        const asked =
          index === 0 && properties
            ? properties.map(({ key }) => key)
            : isRegistered && name
              ? [name]
              : [];
        for (const token of asked) {
          const to = names.get(token)?.file.path ?? providedIn(evaluator, token);
          if (to) out.injection({ file: file.path, line, token, to });
        }
      }
    };
    for (const cls of file.facts.classes) {
      const builder = constructorOf(file, cls);
      if (builder) asks(builder, filledIn.has(builder));
    }
    for (const fn of file.functions.values())
      if (filledIn.has(fn) && !fn.name.endsWith('constructor')) asks(fn, true);
  },
};
