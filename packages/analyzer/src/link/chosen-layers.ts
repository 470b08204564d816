import { posix } from 'node:path';
import { requireOf } from '../facts/commonjs.ts';
import { rootOf } from '../facts/expressions.ts';
import { MODULE } from '../facts/file-facts.ts';
import { unreadStoreOf } from '../facts/unread-stores.ts';
import type { Expression } from '../parse/expression.ts';
import { computedSpecifiers } from './computed-imports.ts';
import type { Evaluator } from './evaluator.ts';
import { type Program, type ProgramCall, type ProgramFile, variableIn } from './program.ts';

/** Clients of databases by which the parts of a layer are known; what else they import says nothing. */
const CLIENTS: ReadonlySet<string> = new Set(
  'mongodb mongoose pg pg-promise postgres mysql mysql2 mariadb sqlite3 better-sqlite3 redis ioredis knex sequelize typeorm cassandra-driver neo4j-driver tedious oracledb'.split(
    ' ',
  ),
);
/** A layer's file, the files it is made of, and what they share. */
const HOPS = 2;

export interface ChosenLayers {
  /** The path of the layer that a call is made on, where it is one. */
  layerOf(file: ProgramFile, call: ProgramCall): string | undefined;
  size: number;
}

/**
 * Layers of a codebase of its own between it and its data: a module that is nothing but `require('./' + name)` of one
 * of its neighbours, where these speak to databases. Which of them runs is decided when the program starts, and their
 * functions take keys rather than tables, so calls on such a module are counted as not understood.
 */
export function chosenLayers(program: Program, evaluator: Evaluator): ChosenLayers {
  const layers = new Set<string>();
  for (const file of program.files.values())
    if (file.facts.imports.some(({ computed }) => computed) && isLayer(file, evaluator))
      layers.add(file.path);
  const names = new Map<ProgramFile, ReadonlyMap<string, string>>();
  return {
    size: layers.size,
    layerOf(file, { call }) {
      if (layers.size === 0 || call.callee.k !== 'member') return undefined;
      const known = names.get(file) ?? namesOf(program, file, layers);
      names.set(file, known);
      if (known.size === 0) return undefined;
      const root = rootOf(call.callee);
      return root.k === 'id' ? known.get(root.name) : undefined;
    },
  };
}

function isLayer(file: ProgramFile, evaluator: Evaluator): boolean {
  const whole = file.exports.get('export=') ?? file.exports.get('default');
  const exported: Expression | undefined =
    whole?.k === 'value'
      ? whole.value
      : whole?.k === 'local'
        ? { k: 'id', name: whole.local }
        : undefined;
  const value = exported?.k === 'id' ? variableIn(file, MODULE, exported.name)?.init : exported;
  if (value?.k !== 'call' || value.callee.k !== 'id' || value.callee.name !== 'require')
    return false;
  const [argument] = value.args;
  if (!argument || argument.k === 'str') return false;
  const { program } = evaluator;
  const found = computedSpecifiers({ argument, fn: MODULE }, file, evaluator) ?? [];
  return found.some((specifier) => {
    const target = program.resolve(file.path, specifier);
    const part = target.k === 'file' ? program.files.get(target.path) : undefined;
    return part !== undefined && speaksToData(program, part, posix.dirname(file.path), HOPS);
  });
}

function speaksToData(program: Program, file: ProgramFile, folder: string, hops: number): boolean {
  return file.facts.imports.some(({ specifier, computed }) => {
    if (computed) return false;
    const target = program.resolve(file.path, specifier);
    if (target.k === 'external')
      return CLIENTS.has(target.package) || unreadStoreOf(target.package) !== undefined;
    const next = target.k === 'file' && hops > 0 ? program.files.get(target.path) : undefined;
    return next?.path.startsWith(`${folder}/`) && speaksToData(program, next, folder, hops - 1);
  });
}

/** Names by which a file outside of a layer has it. */
function namesOf(
  program: Program,
  file: ProgramFile,
  layers: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const note = (local: string, specifier: string, imported: string): void => {
    if (!['export=', 'default', '*'].includes(imported)) return;
    const target = program.resolve(file.path, specifier);
    if (target.k !== 'file' || !layers.has(target.path)) return;
    if (!file.path.startsWith(`${posix.dirname(target.path)}/`)) found.set(local, target.path);
  };
  for (const [local, { specifier, imported }] of file.imported) note(local, specifier, imported);
  for (const { name, init } of file.facts.variables) {
    const required = init && requireOf(init);
    if (required) note(name, required.specifier, required.imported);
  }
  return found;
}
