import type { Evaluator } from '../../link/evaluator.ts';
import { joinPaths } from '../../link/mount-routes.ts';
import type { ProgramFile } from '../../link/program.ts';
import { stringOf } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detector, FactSink } from '../detector.ts';
import { calledName, objectProperty } from '../expressions.ts';
import { type ClassFact, type ClassMemberFact, MODULE } from '../file-facts.ts';
import { globalPrefix } from '../global-prefix.ts';

const HTTP: Record<string, string> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
  All: 'ALL',
  Sse: 'GET',
};
/** `Route` is what tsoa calls it. */
const CONTROLLERS = new Set(['Controller', 'JsonController', 'RestController', 'Route']);
/** Fields of other types are parts of an answer, no way in. */
const GRAPHQL = new Set(['Query', 'Mutation', 'Subscription']);
const LISTENERS = new Set([
  'OnEvent',
  'EventPattern',
  'MessagePattern',
  'Process',
  'OnQueueEvent',
  'EventsHandler',
  'CommandHandler',
  'QueryHandler',
  'SubscribeMessage',
  'RabbitSubscribe',
  'RabbitRPC',
  'GrpcMethod',
  'GrpcStreamMethod',
]);
const JOBS: Record<string, string> = {
  Cron: 'cron',
  Interval: 'interval',
  Timeout: 'timeout',
  Scheduled: 'cron',
};

/** NestJS and its kin (routing-controllers, tsoa, TypeGraphQL): entry points are decorators. */
export const nestjs: Detector = {
  name: 'nestjs',
  packages: ['@nestjs/common', 'routing-controllers', 'tsoa', 'type-graphql', '@nestjs/graphql'],
  calls: ['setGlobalPrefix', 'enableVersioning'],
  file(file, out, evaluator) {
    for (const cls of file.decorated) {
      if (cls.decorators.length > 0) classDecorators(file, cls, out, evaluator);
      for (const member of cls.members) {
        if (member.decorators.length > 0) memberDecorators(file, cls, member, out, evaluator);
      }
    }
  },
};

function decoratorName(decorator: Expression): string | undefined {
  return decorator.k === 'call'
    ? calledName(decorator)
    : decorator.k === 'id'
      ? decorator.name
      : undefined;
}

/** CQRS handlers and queue processors are whole classes. */
function classDecorators(
  file: ProgramFile,
  cls: ClassFact,
  out: FactSink,
  evaluator: Evaluator,
): void {
  for (const decorator of cls.decorators) {
    const name = decoratorName(decorator);
    if (decorator.k !== 'call' || !name) continue;
    const handles =
      name === 'EventsHandler' ||
      name === 'Processor' ||
      name === 'CommandHandler' ||
      name === 'QueryHandler';
    if (!handles) continue;
    for (const argument of decorator.args) {
      const event = eventName(argument, file, evaluator);
      if (event) out.event({ file: file.path, line: decorator.line, name: event, role: 'listen' });
    }
  }
}

export function eventName(
  argument: Expression | undefined,
  file: ProgramFile,
  evaluator: Evaluator,
): string | undefined {
  if (!argument) return undefined;
  const value = evaluator.evaluate(argument, file, MODULE);
  if (value.t === 'class' || value.t === 'instance') return value.cls.name;
  if (value.t === 'string') return value.value;
  const named =
    objectProperty(argument, 'name') ??
    objectProperty(argument, 'cmd') ??
    objectProperty(argument, 'routingKey');
  return named
    ? eventName(named, file, evaluator)
    : argument.k === 'id' && /^[A-Z]/.test(argument.name)
      ? argument.name
      : undefined;
}

function paths(
  argument: Expression | undefined,
  file: ProgramFile,
  evaluator: Evaluator,
): (string | undefined)[] {
  if (!argument) return [''];
  if (argument.k === 'arr') return argument.items.flatMap((item) => paths(item, file, evaluator));
  if (argument.k === 'obj') {
    const path = objectProperty(argument, 'path');
    return paths(path, file, evaluator);
  }
  return [stringOf(evaluator.evaluate(argument, file, MODULE))];
}

function memberDecorators(
  file: ProgramFile,
  cls: ClassFact,
  member: ClassMemberFact,
  out: FactSink,
  evaluator: Evaluator,
): void {
  for (const decorator of member.decorators) {
    const name = decoratorName(decorator);
    if (!name || decorator.k !== 'call') continue;
    const handler = { file: file.path, symbol: `${cls.name}.${member.name}` };
    const site = { file: file.path, line: decorator.line };
    const http = HTTP[name];
    if (http)
      httpRoute(file, cls, member, decorator.args[0], http, { ...site, handler }, out, evaluator);
    else if (GRAPHQL.has(name))
      graphqlRoute(cls, member, name, decorator.args, { ...site, handler }, out);
    else if (LISTENERS.has(name)) {
      const [service, method] = decorator.args;
      const called = name.startsWith('Grpc') && method ? method : service;
      const event = eventName(called, file, evaluator);
      if (event) out.event({ ...site, name: event, role: 'listen', handler });
    } else if (JOBS[name]) job(file, member, decorator.args, { ...site, handler }, out, evaluator);
  }
}

type Entry = { file: string; line: number; handler: { file: string; symbol: string } };

function httpRoute(
  file: ProgramFile,
  cls: ClassFact,
  member: ClassMemberFact,
  argument: Expression | undefined,
  method: string,
  entry: Entry,
  out: FactSink,
  evaluator: Evaluator,
): void {
  const controller = cls.decorators.find(
    (d) => d.k === 'call' && CONTROLLERS.has(calledName(d) ?? ''),
  );
  if (controller?.k !== 'call') return;
  const [options] = controller.args;
  const versions = versionsOf(member, options);
  for (const prefix of paths(controller.args[0], file, evaluator)) {
    for (const path of paths(argument, file, evaluator)) {
      if (prefix === undefined || path === undefined) {
        out.unresolved({
          kind: 'route',
          file: entry.file,
          line: entry.line,
          text: `${cls.name}`,
          reason: 'path is computed',
        });
      } else
        for (const version of versions) {
          const own = joinPaths(prefix, path);
          const above = globalPrefix(file, own, evaluator);
          const shown = joinPaths(above.prefix, version ?? above.version, own);
          out.route({ ...entry, method, path: shown });
        }
    }
  }
}

/** `@Version('2')` of the method, else `version` of the controller; none where routes have none. */
function versionsOf(
  member: ClassMemberFact,
  options: Expression | undefined,
): (string | undefined)[] {
  const own = member.decorators.find((d) => d.k === 'call' && calledName(d) === 'Version');
  const given = own?.k === 'call' ? own.args[0] : objectProperty(options, 'version');
  const items = given?.k === 'arr' ? given.items : given ? [given] : [];
  const versions = items.flatMap((item) => (item.k === 'str' ? [`v${item.value}`] : []));
  // VERSION_NEUTRAL is written, and no text.
  if (versions.length === 0 && given) return [''];
  return versions.length > 0 ? versions : [undefined];
}

function graphqlRoute(
  cls: ClassFact,
  member: ClassMemberFact,
  kind: string,
  args: readonly Expression[],
  entry: Entry,
  out: FactSink,
): void {
  const isResolver = cls.decorators.some((d) => decoratorName(d) === 'Resolver');
  if (!isResolver) return;
  const given = args.map((a) => (a.k === 'str' ? a.value : undefined)).find((a) => a !== undefined);
  const options = args.map((a) => objectProperty(a, 'name')).find((a) => a?.k === 'str');
  const name = given ?? (options?.k === 'str' ? options.value : member.name);
  out.route({ ...entry, method: kind.toUpperCase(), path: name });
}

function job(
  file: ProgramFile,
  member: ClassMemberFact,
  args: readonly Expression[],
  site: Entry,
  out: FactSink,
  evaluator: Evaluator,
): void {
  const first = args[0];
  const value = first ? evaluator.evaluate(first, file, MODULE) : undefined;
  const named =
    first?.k === 'member'
      ? (first.name ?? undefined)
      : first?.k === 'num'
        ? String(first.value)
        : undefined;
  const schedule = value?.t === 'string' ? value.value : named;
  const options = objectProperty(args[1], 'name');
  const name = options?.k === 'str' ? options.value : member.name;
  out.job({ ...site, name, ...(schedule ? { schedule } : {}) });
}
