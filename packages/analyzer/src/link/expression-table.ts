import type { ProgramFile } from './program-file.ts';

/** Something about numbered expressions: one list for a file, by number, made when it is first needed. */
export interface ExpressionTable<T> {
  of(file: ProgramFile): (T | undefined)[];
  /** Undefined where nothing has been put down for the file. */
  known(file: ProgramFile): readonly (T | undefined)[] | undefined;
  /** Puts something else, or nothing, in the place of each. */
  change(each: (item: T, file: ProgramFile, n: number) => T | undefined): void;
}

export function createExpressionTable<T>(): ExpressionTable<T> {
  const lists: (T | undefined)[][] = [];
  const files: ProgramFile[] = [];
  return {
    of(file) {
      const known = lists[file.index];
      if (known) return known;
      const made = new Array<T | undefined>(file.facts.expressions);
      lists[file.index] = made;
      files.push(file);
      return made;
    },
    known: (file) => lists[file.index],
    change(each) {
      for (const file of files) {
        const list = lists[file.index];
        list?.forEach((item, n) => {
          if (item !== undefined) list[n] = each(item, file, n);
        });
      }
    },
  };
}
