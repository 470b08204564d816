import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, FactSink, Model } from '../../detector.ts';
import { calledName } from '../../expressions.ts';
import { repositoryModel } from './repositories.ts';

const JOIN = /^(?:left|inner)Join/;

const BUILDER_WRITES = new Set(['insert', 'update', 'delete', 'softDelete', 'restore']);

export function builderCall(site: CallSite, out: FactSink): void {
  const { chain, name } = site;
  const start = chain.findIndex((c) => calledName(c) === 'createQueryBuilder');
  const position = chain.indexOf(site.call);
  if (position < start) return;
  const writes = chain.slice(start).some((c) => BUILDER_WRITES.has(calledName(c) ?? ''));
  if (name === 'createQueryBuilder') {
    const model =
      repositoryModel(site.value(site.receiver), site.registry) ?? site.model(site.call.args[0]);
    if (model?.via === 'typeorm') out.access(site, model, writes ? 'write' : 'read');
  } else if (JOIN.test(name)) {
    const target = site.model(site.call.args[0]) ?? joined(site, start);
    if (target) out.access(site, target, 'read');
  } else if (['from', 'into', 'update', 'delete'].includes(name)) {
    const model = site.model(site.call.args[0]) ?? byText(site, site.call.args[0]);
    if (model?.via === 'typeorm') out.access(site, model, writes ? 'write' : 'read');
  }
}

function byText(site: CallSite, argument: Expression | undefined): Model | undefined {
  const text = site.text(argument);
  return text === undefined
    ? undefined
    : (site.registry.byName('typeorm', text) ??
        site.registry.all().find((m) => m.via === 'typeorm' && m.table === text));
}

/** `leftJoin('order.items', 'item')`: the alias before the dot is the builder's or an earlier join's. */
function joined(site: CallSite, start: number): Model | undefined {
  const builder = site.chain[start];
  const root = builder
    ? site.registry.evaluator.evaluate(
        builder.callee.k === 'member' ? builder.callee.object : builder.callee,
        site.file,
        site.fn,
      )
    : undefined;
  const main =
    (root ? repositoryModel(root, site.registry) : undefined) ?? site.model(builder?.args[0]);
  const aliases = new Map<string, Model>();
  const alias = site.text(builder?.args.at(-1));
  if (main && alias) aliases.set(alias, main);
  for (const call of site.chain.slice(start + 1)) {
    const name = calledName(call) ?? '';
    if (!JOIN.test(name) && name !== 'from') continue;
    const path = /AndMap/.test(name) ? call.args[1] : call.args[0];
    const text = site.text(path);
    const [head = '', property = ''] = text?.split('.') ?? [];
    const target =
      site.model(path) ??
      (property ? aliases.get(head)?.relations.get(property)?.() : byText(site, path));
    if (call === site.call) return target;
    const given = site.text(/AndMap/.test(name) ? call.args[2] : call.args[1]);
    if (target && given) aliases.set(given, target);
  }
  return undefined;
}
