import type { FunctionFact } from '../facts/file-facts.ts';
import { isMigration } from '../model/migrations.ts';
import { isStartedByHand } from '../model/one-off.ts';
import type { Program, ProgramFile } from './program.ts';

/** A function, or a file for what stands in none. */
export type Running = FunctionFact | ProgramFile;

/** Called by NestJS before the server listens. */
const HOOKS = /\.on(?:ModuleInit|ApplicationBootstrap)$/;

/**
 * What runs while the program starts: the top level of its files, the hooks that a framework calls before
 * anything is asked, and whatever these call. What is only handed on, such as the handler of a route, is not
 * called, so it is left out; and so are callbacks that do run at once, since nothing tells them apart. What a
 * function begins and does not wait for is left out by whoever says who calls whom.
 */
export function createStarts({ files }: Program): {
  calls: (from: Running, to: FunctionFact) => void;
  running: () => ReadonlySet<Running>;
} {
  /** What calls another twice has it twice here: telling costs more than looking again. */
  const arcs = new Map<Running, FunctionFact[]>();
  let last: Running | undefined;
  let own: FunctionFact[] | undefined;
  return {
    calls(from, to) {
      // Calls come in the order of the text, so most stand where the one before them does.
      if (from !== last || !own) {
        own = arcs.get(from) ?? [];
        if (own.length === 0) arcs.set(from, own);
        last = from;
      }
      own.push(to);
    },
    running() {
      const reached = new Set<Running>();
      for (const file of files.values()) {
        // They start a program of their own.
        if (isStartedByHand(file.path) || isMigration(file.path)) continue;
        reached.add(file);
        for (const fn of file.facts.functions)
          if (fn.name.includes('.on') && HOOKS.test(fn.name)) reached.add(fn);
      }
      // A set is walked in the order of adding, what is added on the way included.
      for (const one of reached) for (const next of arcs.get(one) ?? []) reached.add(next);
      return reached;
    },
  };
}
