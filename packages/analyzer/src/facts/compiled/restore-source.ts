import { ownText } from '../../parse/own-text.ts';
import { requireOf } from '../commonjs.ts';
import type { FileFacts } from '../file-facts.ts';
import { MODULE } from '../file-facts.ts';
import { restoreBabelDecorators } from './babel-decorators.ts';
import { restoreDecorators } from './decorators.ts';
import { restorePrototypeClasses } from './prototype-classes.ts';
import { restoreStandardDecorators } from './standard-decorators.ts';

/**
 * Compiled JavaScript, as shipped on npm, read as the source it was made from: classes out of
 * prototypes, decorators and types out of helper calls, imported names out of their uses.
 * @param path only its extension matters: TypeScript is source
 */
export function restoreSource(facts: FileFacts, path: string, source: string): void {
  if (!/\.[cm]?jsx?$/.test(path)) return;
  const says = (text: string): boolean => source.includes(text);
  if (says('.prototype')) restorePrototypeClasses(facts);
  if (says('_decorate')) restoreDecorators(facts);
  if (says('__esDecorate')) restoreStandardDecorators(facts);
  if (says('_dec = ')) restoreBabelDecorators(facts);
  if (!says('__esModule') && !says('__toCommonJS')) return;
  restoreParameters(facts);
  restoreImportedNames(facts, source);
}

/** ES5: `function (_a) { var orders = _a.orders; … }` was `({ orders }) => …`. */
function restoreParameters(facts: FileFacts): void {
  const functionAt = new Map(facts.functions.map((fn) => [fn.at, fn]));
  facts.variables = facts.variables.filter(({ name, init, fn }) => {
    if (init?.k !== 'member' || init.name === null || init.object.k !== 'id') return true;
    const held = init.object.name;
    if (!/^_[a-z]\d*$/.test(held)) return true;
    const parameter = functionAt.get(fn)?.params.find((p) => p.name === held);
    if (!parameter) return true;
    parameter.properties = [...(parameter.properties ?? []), { key: init.name, local: name }];
    return false;
  });
}

/** `const orders_1 = require('./orders')` was an import of every `orders_1.name` in the text. */
function restoreImportedNames(facts: FileFacts, source: string): void {
  const locals = new Map<string, string>();
  for (const { name, init, fn } of facts.variables) {
    const required = fn === MODULE && init ? requireOf(init) : undefined;
    if (required && /^(?:export=|\*)$/.test(required.imported))
      locals.set(name, required.specifier);
  }
  if (locals.size === 0) return;
  const used = new Map<string, Set<string>>();
  for (const [, local = '', name = ''] of source.matchAll(/(?<![\w$.])([\w$]+)\.([\w$]+)/g)) {
    const specifier = locals.get(local);
    if (specifier === undefined) continue;
    const names = used.get(specifier);
    if (names) names.add(name);
    else used.set(specifier, new Set([name]));
  }
  for (const item of facts.imports) {
    const names = item.kind === 'require' ? used.get(item.specifier) : undefined;
    if (names && item.names.length === 0)
      item.names = [...names].map((name) => ({
        imported: ownText(name),
        local: '',
        typeOnly: false,
      }));
  }
}
