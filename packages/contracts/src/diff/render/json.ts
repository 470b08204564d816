import type { DocumentDiff } from '../model.ts';

export function renderDiffJson(diff: DocumentDiff): string {
  return `${JSON.stringify(diff, undefined, 2)}\n`;
}
