import { ancestry } from '../../../link/class-ancestry.ts';
import { enclosingClass } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { CallSite, FactSink } from '../../detector.ts';
import { calledName, chainOf, rootOf } from '../../expressions.ts';
import type { ClassFact } from '../../file-facts.ts';
import { handlerOf } from '../../handlers.ts';
import { textsAt } from '../../places.ts';
import { emit, plain } from './emit.ts';

/** `class Serve extends Command { constructor() { super('serve'); this.action(run); } }`. */
export function ownAction(site: CallSite, out: FactSink, packages: ReadonlySet<string>): void {
  const { file, call } = site;
  const cls = thisClass(site);
  if (!cls || beginsAnother(site) || !packages.has(packageOfThis(site) ?? '')) return;
  const name = ownName(site, cls);
  if (name !== undefined)
    emit(out, { file: file.path, line: cls.line }, name, handlerOf(site, call.args[0]));
}

function thisClass({ file, fn }: CallSite): ClassFact | undefined {
  return file.classes.get(enclosingClass(file, fn) ?? -1);
}

/** The package whose class the class around a call extends, perhaps through others of the program. */
export function packageOfThis(site: CallSite): string | undefined {
  const cls = thisClass(site);
  if (!cls) return undefined;
  const { evaluator } = site.registry;
  const outermost = ancestry(evaluator, site.file, cls).at(-1);
  const base = outermost?.cls.extends;
  return base && packageOf(evaluator.evaluate(base, outermost.file, outermost.cls.fn));
}

/** What it hands to `super`, or to `this.name`. */
function ownName(site: CallSite, cls: ClassFact): string | undefined {
  const { file } = site;
  const naming = file.calls.find(
    ({ call, name, fact }) =>
      enclosingClass(file, fact.fn) === cls.at &&
      (call.callee.k === 'super' || (name === 'name' && rootOf(call).k === 'this')) &&
      call.args.length > 0,
  );
  const [text] = textsAt(site, naming?.call.args[0]);
  return text === undefined ? undefined : plain(text);
}

/** `this.command('inner').action(run)` is about another one. */
function beginsAnother({ call }: CallSite): boolean {
  return chainOf(call).some((own) => calledName(own) === 'command');
}

/** `later.action(run); program.addCommand(later)`, where another file begins the command. */
export function addedCommand(site: CallSite, out: FactSink, packages: ReadonlySet<string>): void {
  const [added] = site.call.args;
  if (added?.k !== 'id') return;
  const value = site.value(added);
  const made = value.t === 'result' ? makingCall(value) : undefined;
  if (!made || made.file === site.file || !packages.has(packageOf(made) ?? '')) return;
  const name = commandName(made, site);
  const action = site.file.calls.find(({ call, name: called }) => {
    const root = rootOf(call);
    return called === 'action' && root.k === 'id' && root.name === added.name;
  });
  if (!action || name === undefined) return;
  const at = { file: site.file.path, line: site.call.nameLine };
  emit(out, at, name, handlerOf(site, action.call.args[0]));
}

type Made = Extract<Value, { t: 'result' }>;

/** The first call of the chain that gave a command. */
function makingCall(value: Made): Made {
  let at = value;
  for (;;) {
    const inner: Value = at.of.t === 'member' ? at.of.of : at.of;
    if (inner.t !== 'result') return at;
    at = inner;
  }
}

function commandName({ call, file, fn }: Made, { registry }: CallSite): string | undefined {
  const [text] = textsAt({ file, fn, registry }, call.args[0]);
  return text === undefined ? undefined : plain(text);
}
