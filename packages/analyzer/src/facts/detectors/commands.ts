import { packageOf } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../detector.ts';
import { calledName, objectProperty } from '../expressions.ts';
import { type ClassFact, MODULE } from '../file-facts.ts';
import { type Place, shapeAt, textsAt } from '../migrations.ts';

const BUILDERS = new Set(['commander', '@commander-js/extra-typings', 'cac', 'sade', 'yargs']);
const DECORATORS = new Set(['nest-commander', 'nestjs-command']);
const OCLIF = new Set(['@oclif/core', '@oclif/command']);

/** Commands of a command line, each a way in: they start by hand what jobs start by the clock. */
export const commands: Detector = {
  name: 'commands',
  packages: [...BUILDERS, ...DECORATORS, ...OCLIF],
  calls: ['command', 'Command'],
  call(site, out) {
    if (site.name !== 'command' || !site.receiver) return;
    const from = packageOf(site.value(site.receiver));
    if (from === undefined || !BUILDERS.has(from)) return;
    const [name] = commandNames(site, site.call.args[0]);
    if (name !== undefined && (from !== 'yargs' || hasHandler(site)))
      emit(out, site.file.path, site.call.nameLine, name);
  },
  file(file, out, evaluator) {
    const isFrom = (expression: Expression | undefined, packages: ReadonlySet<string>): boolean => {
      if (!expression) return false;
      const from = packageOf(evaluator.evaluate(expression, file, MODULE));
      return from !== undefined && packages.has(from);
    };
    for (const cls of file.facts.classes) {
      if (isFrom(cls.extends, OCLIF)) {
        const name = oclifName(file.path, cls);
        if (name) emit(out, file.path, cls.line, name);
      }
      for (const { decorators, line } of [cls, ...cls.members])
        for (const decorator of decorators) {
          if (decorator.k !== 'call' || calledName(decorator) !== 'Command') continue;
          if (!isFrom(decorator.callee, DECORATORS)) continue;
          const options = decorator.args[0];
          const given = objectProperty(options, 'name') ?? objectProperty(options, 'command');
          const text = given ? evaluator.evaluate(given, file, MODULE) : undefined;
          if (text?.t === 'string') emit(out, file.path, line, plain(text.value));
        }
    }
  },
};

function emit(out: FactSink, file: string, line: number, name: string): void {
  out.job({ file, line, name, kind: 'command' });
}

/** `serve <port>` is called `serve`. */
function plain(text: string): string {
  return text.split(/\s*[<[]/)[0]?.trim() ?? text;
}

/** `.command('serve <port>')`; yargs also takes lists of names and modules: `{ command: ['serve'], handler }`. */
function commandNames(site: CallSite, given: Expression | undefined): string[] {
  const list = textsAt(site, given);
  if (list.length > 0) return list.map(plain);
  const found = shapeAt(site, given);
  if (!found) return [];
  return textsAt(found.place satisfies Place, objectProperty(found.shape, 'command')).map(plain);
}

/** yargs: a name without anything to run only describes. */
function hasHandler(site: CallSite): boolean {
  const [first, ...others] = site.call.args;
  return shapeAt(site, first) !== undefined || others.length > 1;
}

/** oclif names a command after its file below `commands`, unless the class says its `id`. */
function oclifName(path: string, cls: ClassFact): string | undefined {
  const id = cls.members.find((member) => member.static && member.name === 'id')?.init;
  if (id?.k === 'str') return id.value;
  if (cls.abstract) return undefined;
  const below = /(?:^|\/)commands\/(.+)\.[cm]?[jt]sx?$/.exec(path)?.[1];
  return below?.replace(/\/index$/, '').replaceAll('/', ':');
}
