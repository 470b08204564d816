import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { installedLayout } from '../scripts/parser-layout.ts';

/** Values only: the formatter may break lines elsewhere than the script. */
function values(text: string): string[] {
  return [...text.matchAll(/^\s*(\w+):\s*(?:'|")(.*)(?:'|"),$/gm)].map(
    ([, name, value]) => `${name} ${value?.replaceAll('\\', '')}`,
  );
}

it('the layout of the parser is that of the installed one: npm run update:parser-layout', () => {
  const path = new URL('../packages/analyzer/src/parse/oxc-layout.ts', import.meta.url);
  const committed = readFileSync(path, 'utf8');
  const installed = installedLayout();
  expect(values(committed).length).toBeGreaterThan(400);
  expect(values(committed)).toEqual(values(installed));
  const version = /LAYOUT_VERSION(?:: string)? = '([^']+)'/;
  expect(version.exec(committed)?.[1]).toBe(version.exec(installed)?.[1]);
});
