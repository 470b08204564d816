import type { Analysis } from './model/analysis.ts';
import type { Plan } from './model/plan.ts';
import type { Seam } from './model/seam.ts';

/**
 * `readSeam` of read-seam.ts. The compiler behind it is loaded by the first call, since it costs 60 MB
 * and a third of a second that no other command should pay.
 *
 * @throws {AnalyzerError} ANALYZER_NO_SEAM
 */
export async function readSeam(folder: string, analysis: Analysis, plan: Plan): Promise<Seam> {
  const seam = await import('./read-seam.ts');
  return seam.readSeam(folder, analysis, plan);
}
