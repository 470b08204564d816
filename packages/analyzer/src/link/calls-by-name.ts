import type { CallsByName, ProgramCall, ProgramFile } from './program-file.ts';

/** The calls of one name in the whole program, in the order of the files and of their texts. */
interface Named {
  calls: ProgramCall[];
  /** Where those of each file begin; made when one file is asked for. */
  starts?: Int32Array;
}

/**
 * One list for each name of the program. A list for each name of each file would be five times as many lists, and most
 * of what is asked for is called nowhere.
 */
export class CallsOfProgram implements CallsByName {
  readonly #named = new Map<string, Named>();

  /** File by file, in the order of the text. */
  add(call: ProgramCall): void {
    const known = this.#named.get(call.name);
    if (known) known.calls.push(call);
    else this.#named.set(call.name, { calls: [call] });
  }

  each(visit: (name: string, calls: readonly ProgramCall[]) => void): void {
    this.#named.forEach(({ calls }, name) => {
      visit(name, calls);
    });
  }

  collect(
    file: ProgramFile,
    name: string,
    into: ProgramCall[] | undefined,
  ): ProgramCall[] | undefined {
    const named = this.#named.get(name);
    if (!named) return into;
    named.starts ??= startsOf(named.calls);
    const from = named.starts[file.index] ?? 0;
    const to = named.starts[file.index + 1] ?? 0;
    if (to <= from) return into;
    if (!into) return named.calls.slice(from, to);
    for (let at = from; at < to; at++) into.push(named.calls[at] as ProgramCall);
    return into;
  }
}

function startsOf(calls: readonly ProgramCall[]): Int32Array {
  const files = (calls.at(-1)?.file.index ?? 0) + 1;
  const starts = new Int32Array(files + 1);
  let file = 0;
  for (let at = 0; at < calls.length; at++) {
    const { index } = (calls[at] as ProgramCall).file;
    while (file < index) starts[++file] = at;
  }
  starts[files] = calls.length;
  return starts;
}
