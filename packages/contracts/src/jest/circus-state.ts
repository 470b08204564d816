import type { FileTests } from '../consumer/recorded-pact.ts';

/** The part of jest-circus's state that is looked at; the same since Jest 27. */
interface CircusBlock {
  readonly name: string;
  readonly children: readonly (CircusBlock | CircusTest)[];
  readonly type: 'describeBlock';
}

interface CircusTest {
  readonly name: string;
  readonly type: 'test';
  readonly mode?: string | null;
  /** `done` once it ran. */
  readonly status?: string | null;
  readonly errors: readonly unknown[];
}

/**
 * All tests of the file that is running, by the names that `expect.getState().currentTestName` has.
 * jest-circus keeps them under a symbol of its own; undefined for another runner.
 */
export function circusTests(): FileTests | undefined {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  if (symbol === undefined) return undefined;
  const { rootDescribeBlock: root } = Reflect.get(globalThis, symbol) as {
    readonly rootDescribeBlock?: CircusBlock;
  };
  if (root === undefined) return undefined;
  const all = new Set<string>();
  const passed = new Set<string>();
  const visit = (block: CircusBlock, path: readonly string[]): void => {
    for (const child of block.children) {
      const names = [...path, child.name];
      if (child.type === 'describeBlock') visit(child, names);
      else {
        const name = names.join(' ');
        all.add(name);
        if (child.status === 'done' && child.errors.length === 0) passed.add(name);
      }
    }
  };
  visit(root, []);
  return { all, passed };
}
