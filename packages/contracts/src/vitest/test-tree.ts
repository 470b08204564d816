import type { FileTests } from '../consumer/recorded-pact.ts';

/** The part of Vitest's task tree that is looked at; the same since Vitest 2. */
export interface TaskLike {
  readonly type: string;
  readonly name: string;
  readonly result?: { readonly state?: string } | undefined;
  readonly tasks?: readonly TaskLike[] | undefined;
}

/** All tests of a file, by the names that `expect.getState().currentTestName` has. */
export function testsOf(file: TaskLike): FileTests {
  const all = new Set<string>();
  const passed = new Set<string>();
  const visit = (task: TaskLike, path: readonly string[]): void => {
    const names = [...path, task.name];
    if (task.tasks !== undefined) {
      for (const child of task.tasks) visit(child, names);
      return;
    }
    const name = names.join(' > ');
    all.add(name);
    if (task.result?.state === 'pass') passed.add(name);
  };
  // The file itself is not a part of the name.
  for (const task of file.tasks ?? []) visit(task, []);
  return { all, passed };
}
