import type { Evaluator } from '../../../link/evaluator.ts';
import type { ProgramFile } from '../../../link/program.ts';
import { packageOf } from '../../../link/value.ts';
import type { Handler } from '../../../model/analysis.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../../detector.ts';
import { calledName, chainOf, objectProperty, rootOf } from '../../expressions.ts';
import { type ClassFact, MODULE } from '../../file-facts.ts';
import { handlerOf } from '../../handlers.ts';
import { importsAny } from '../../imported-packages.ts';
import { laterCalls } from '../../later-calls.ts';
import { shapeAt, textsAt } from '../../places.ts';
import { addedCommand, ownAction, packageOfThis } from './commander.ts';
import { emit, plain } from './emit.ts';

const BUILDERS = new Set(['commander', '@commander-js/extra-typings', 'cac', 'sade', 'yargs']);
const DECORATORS = new Set(['nest-commander', 'nestjs-command']);
const OCLIF = new Set(['@oclif/core', '@oclif/command']);

/** Commands of a command line, each a way in: they start by hand what jobs start by the clock. */
export const commands: Detector = {
  name: 'commands',
  packages: [...BUILDERS, ...DECORATORS, ...OCLIF],
  calls: ['command', 'Command', 'action', 'createCommand', 'addCommand'],
  mayStartIn: (program) => importsAny(program, [...BUILDERS]),
  mayStart: ({ call, name }, _, file) => call.callee.k === 'id' && isMaker(file, name),
  call(site, out) {
    if (site.name === 'action' && rootOf(site.call).k === 'this') ownAction(site, out, BUILDERS);
    if (site.name === 'addCommand') addedCommand(site, out, BUILDERS);
    const isOwn = site.name === 'command' && site.receiver?.k === 'this';
    const from = isOwn
      ? packageOfThis(site)
      : packageOf(site.name === 'command' ? site.value(site.receiver) : site.callee());
    if (from === undefined || !BUILDERS.has(from)) return;
    const [name] = commandNames(site, site.call.args[0] ?? chainedName(site));
    if (name === undefined) return;
    const at = { file: site.file.path, line: site.call.nameLine };
    if (site.name === 'command') {
      if (from !== 'yargs') emit(out, at, name, actionOf(site));
      else if (hasHandler(site)) emit(out, at, name, yargsHandler(site));
    } else if (site.name !== 'action' && site.name !== 'addCommand') {
      // new Command('serve') is one when it has something to run; others only hold commands.
      const handler = actionOf(site);
      if (handler) emit(out, at, name, handler);
    }
  },
  file(file, out, evaluator) {
    const isFrom = (expression: Expression | undefined, packages: ReadonlySet<string>): boolean => {
      if (!expression) return false;
      const from = packageOf(evaluator.evaluate(expression, file, MODULE));
      return from !== undefined && packages.has(from);
    };
    for (const cls of file.facts.classes) {
      const run = { file: file.path, symbol: `${cls.name}.run` };
      if (isFrom(cls.extends, OCLIF)) {
        const name = oclifName(file.path, cls);
        if (name) emit(out, { file: file.path, line: cls.line }, name, run);
      }
      for (const own of [cls, ...cls.members])
        for (const decorator of own.decorators) {
          if (decorator.k !== 'call' || calledName(decorator) !== 'Command') continue;
          if (!isFrom(decorator.callee, DECORATORS)) continue;
          const name = decoratedName(decorator, file, evaluator);
          const handler = own === cls ? run : { ...run, symbol: `${cls.name}.${own.name}` };
          if (name !== undefined) emit(out, { file: file.path, line: own.line }, name, handler);
        }
    }
    commandModule(file, out, evaluator);
  },
};

/** `Verb` of `import { Command as Verb } from 'commander'`. */
function isMaker(file: ProgramFile, name: string): boolean {
  const imported = file.imported.get(name);
  return (
    imported !== undefined &&
    BUILDERS.has(imported.specifier) &&
    (imported.imported === 'Command' || imported.imported === 'createCommand')
  );
}

/** `new Command().name('serve')`, in the chain or later. */
function chainedName(site: CallSite): Expression | undefined {
  const { chain, call, name } = site;
  if (name === 'command') return undefined;
  const behind = [...chain.slice(chain.indexOf(call) + 1), ...laterCalls(site).filter(isDirect)];
  return behind.find((own) => calledName(own) === 'name')?.args[0];
}

function decoratedName(
  decorator: CallExpression,
  file: ProgramFile,
  evaluator: Evaluator,
): string | undefined {
  const options = decorator.args[0];
  const given = objectProperty(options, 'name') ?? objectProperty(options, 'command');
  const text = given ? evaluator.evaluate(given, file, MODULE) : undefined;
  return text?.t === 'string' ? plain(text.value) : undefined;
}

/** `.command('serve <port>')`; yargs also takes lists of names and modules: `{ command: ['serve'], handler }`. */
function commandNames(site: CallSite, given: Expression | undefined): string[] {
  const list = textsAt(site, given);
  if (list.length > 0) return list.map(plain);
  const found = shapeAt(site, given);
  if (!found) return [];
  return textsAt(found.place, objectProperty(found.shape, 'command')).map(plain);
}

/** What `.action(run)` is handed, in the chain or later on a variable that holds the command. */
function actionOf(site: CallSite): Handler | undefined {
  const behind = site.chain.slice(site.chain.indexOf(site.call) + 1);
  const inner = behind.findIndex((call) => calledName(call) === 'command');
  // What comes behind the next command is about that one.
  const own =
    inner < 0 ? [...behind, ...laterCalls(site).filter(isDirect)] : behind.slice(0, inner);
  return handlerOf(site, own.find((call) => calledName(call) === 'action')?.args[0]);
}

/** No command was begun between the variable and the call. */
function isDirect(call: CallExpression): boolean {
  return chainOf(call).every((own) => own === call || calledName(own) !== 'command');
}

/** yargs: a name without anything to run only describes. */
function hasHandler(site: CallSite): boolean {
  const [first, ...others] = site.call.args;
  return shapeAt(site, first) !== undefined || others.length > 1;
}

/** `.command(name, describe, builder, handler)`, or the `handler` of a module. */
function yargsHandler(site: CallSite): Handler | undefined {
  const [first] = site.call.args;
  const found = shapeAt(site, first);
  if (!found) return handlerOf(site, site.call.args.slice(2).at(-1));
  return handlerIn(
    objectProperty(found.shape, 'handler'),
    found.place.file,
    found.place.fn,
    site.registry.evaluator,
  );
}

function handlerIn(
  expression: Expression | undefined,
  file: ProgramFile,
  fn: number,
  evaluator: Evaluator,
): Handler | undefined {
  const value = expression ? evaluator.evaluate(expression, file, fn) : undefined;
  if (value?.t !== 'function') return undefined;
  const { name } = value.fn;
  return name ? { file: value.file.path, symbol: name } : { file: value.file.path };
}

/** yargs reads folders of modules that export `command` and `handler` (`commandDir`). */
function commandModule(file: ProgramFile, out: FactSink, evaluator: Evaluator): void {
  const exported = (name: string): Expression | undefined => {
    const item = file.exports.get(name);
    if (item?.k === 'value') return item.value;
    return item?.k === 'local' ? { k: 'id', name: item.local } : undefined;
  };
  const [given, run] = [exported('command'), exported('handler')];
  if (!given || !run || !importsAny(evaluator.program, ['yargs'])) return;
  const handler = handlerIn(run, file, MODULE, evaluator);
  const first = given.k === 'arr' ? given.items[0] : given;
  const name = first ? evaluator.evaluate(first, file, MODULE) : undefined;
  const names = name?.t === 'array' ? name.expression.items[0] : undefined;
  const text = names && name?.t === 'array' ? evaluator.evaluate(names, name.file, MODULE) : name;
  const { line } = file.exports.get('command') ?? { line: 1 };
  if (text?.t === 'string' && handler)
    emit(out, { file: file.path, line }, plain(text.value), handler);
}

/** oclif names a command after its file below `commands`, unless the class says its `id`. */
function oclifName(path: string, cls: ClassFact): string | undefined {
  const id = cls.members.find((member) => member.static && member.name === 'id')?.init;
  if (id?.k === 'str') return id.value;
  if (cls.abstract) return undefined;
  const below = /(?:^|\/)commands\/(.+)\.[cm]?[jt]sx?$/.exec(path)?.[1];
  return below?.replace(/\/index$/, '').replaceAll('/', ':');
}
