import type { Model, TableRegistry } from '../facts/detector.ts';
import type { Evaluator } from './evaluator.ts';
import type { Value } from './value.ts';

export function createTableRegistry(
  evaluator: Evaluator,
  created: ReadonlyMap<string, string> = new Map(),
): TableRegistry {
  const byNode = new Map<object, Model>();
  const byName = new Map<string, Map<string, Model>>();
  const models: Model[] = [];
  return {
    evaluator,
    define(model, node, names = []) {
      if (!models.includes(model)) models.push(model);
      if (node && !byNode.has(node)) byNode.set(node, model);
      const own = byName.get(model.via) ?? new Map<string, Model>();
      byName.set(model.via, own);
      for (const name of names) if (!own.has(name)) own.set(name, model);
    },
    of: (value) => modelOf(value, byNode),
    byNode: (node) => byNode.get(node),
    byName: (via, name) => byName.get(via)?.get(name),
    all: () => models,
    createdTable: (name) => created.get(name.toLowerCase()),
  };
}

function modelOf(value: Value, byNode: Map<object, Model>): Model | undefined {
  switch (value.t) {
    case 'result':
      return byNode.get(value.call);
    case 'class':
    case 'instance':
      return byNode.get(value.cls);
    case 'interface':
      return byNode.get(value.type);
    case 'object':
      return byNode.get(value.expression);
    default:
      return undefined;
  }
}
