import type { Comparison } from '../model.ts';

/** The form that `comparison.schema.json` describes. */
export function renderComparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison, undefined, 2)}\n`;
}
