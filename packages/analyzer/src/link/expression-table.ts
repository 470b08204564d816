import type { ProgramFile } from './program-file.ts';

/** Something about numbered expressions: one list for a file, by number, made when it is first needed. */
export interface ExpressionTable<T> {
  of(file: ProgramFile): (T | undefined)[];
  /** Undefined where nothing has been put down for the file. */
  known(file: ProgramFile): readonly (T | undefined)[] | undefined;
  /** Empties it and says what was there. */
  forget(each: (file: ProgramFile, n: number) => void): void;
}

export function createExpressionTable<T>(): ExpressionTable<T> {
  let lists: (T | undefined)[][] = [];
  let files: ProgramFile[] = [];
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
    forget(each) {
      for (const file of files)
        lists[file.index]?.forEach((item, n) => {
          if (item !== undefined) each(file, n);
        });
      lists = [];
      files = [];
    },
  };
}
