import type { FunctionFact } from '../facts/file-facts.ts';
import { ELEMENT, type Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { getOrMake } from './get-or-make.ts';
import { UNKNOWN, type Value } from './value.ts';

/** More callers than this rarely agree, and asking all of them costs. */
const MAX_CALLERS = 8;

/** By the place of the parameter; null where it was asked for and nothing is agreed. */
type Asked = (Value | null | undefined)[];
const known = new WeakMap<Evaluator, Map<FunctionFact, Asked>>();

/**
 * What a parameter is when every call in the program hands in the same thing: the models given to
 * the one `new OrderRepo(models)`. Undefined when callers differ or are not known. Texts and
 * functions do not count: what has them as a parameter is there to be called with others, and they
 * are followed from the call instead. Nor does `super(…)`, which tells subclasses apart.
 */
export function agreedArgument(
  self: Evaluator,
  fn: FunctionFact,
  index: number,
  declared?: Value,
): Value | undefined {
  if (!self.callers) {
    self.waitForCallers();
    return undefined;
  }
  const asked = askedOf(self, fn);
  const before = asked[index];
  if (before !== undefined) return before ?? undefined;
  // Set first: a function that calls itself asks again.
  asked[index] = null;
  const value = ask(self, fn, index, declared?.t === 'interface');
  asked[index] = value ?? null;
  return value;
}

/**
 * Whether no call in the program says that a parameter is anything else than what it is by itself: each leaves it
 * out, or gives the same text.
 */
export function isLeftOut(
  self: Evaluator,
  fn: FunctionFact,
  index: number,
  init: Expression,
): boolean {
  if (!self.callers || self.callers.feed(fn)) return false;
  return self.callers.of(fn).every(({ own: { call } }) => {
    if (call.args.some(({ k }) => k === 'spread')) return false;
    const given = call.args[index];
    return !given || (given.k === 'str' && init.k === 'str' && given.value === init.value);
  });
}

function askedOf(self: Evaluator, fn: FunctionFact): Asked {
  const all = getOrMake(known, self, () => new Map<FunctionFact, Asked>());
  return getOrMake(all, fn, () => []);
}

function ask(
  self: Evaluator,
  fn: FunctionFact,
  index: number,
  isService: boolean,
): Value | undefined {
  const feed = index === 0 ? self.callers?.feed(fn) : undefined;
  if (feed) {
    const list = self.evaluate(feed.from, feed.file, feed.fn);
    if (list.t !== 'result' && list.t !== 'member') return undefined;
    return feed.each ? self.member(list, ELEMENT) : list;
  }
  const callers = self.callers?.of(fn) ?? [];
  if (callers.length > MAX_CALLERS) return undefined;
  let agreed: Value | undefined;
  for (const { file, own } of callers) {
    const { call, fact } = own;
    if (call.callee.k === 'super') return undefined;
    const argument = call.args[index];
    const value = argument ? self.evaluate(argument, file, fact.fn) : UNKNOWN;
    if (!isCollaborator(self, value, isService) || (agreed && !isSame(agreed, value)))
      return undefined;
    agreed ??= value;
  }
  return agreed;
}

/**
 * Things a program is put together from: clients, models, services, and objects that hold them.
 * @param isService it is of an interface of the program, so that its functions are what is asked of it
 */
function isCollaborator(self: Evaluator, value: Value, isService: boolean): boolean {
  switch (value.t) {
    case 'member':
      return isCollaborator(self, value.of, isService);
    case 'object':
      return value.expression.props.every(({ value: held }) => {
        const { t } = self.evaluate(held, value.file, value.fn);
        return t !== 'string' && (isService || t !== 'function');
      });
    case 'class':
    case 'instance':
    case 'external':
    case 'external-instance':
    case 'module':
    case 'result':
      return true;
    default:
      return false;
  }
}

function isSame(a: Value, b: Value): boolean {
  if (a.t === 'module' && b.t === 'module') return a.file === b.file;
  if (a.t === 'external' && b.t === 'external') return a.package === b.package && a.path === b.path;
  if (a.t === 'external-instance' && b.t === 'external-instance')
    return a.package === b.package && a.type === b.type && a.args === b.args;
  if ((a.t === 'class' && b.t === 'class') || (a.t === 'instance' && b.t === 'instance'))
    return a.cls === b.cls;
  if (a.t === 'object' && b.t === 'object') return a.expression === b.expression;
  if (a.t === 'result' && b.t === 'result') return a.call === b.call;
  return a.t === 'member' && b.t === 'member' && a.name === b.name && isSame(a.of, b.of);
}
