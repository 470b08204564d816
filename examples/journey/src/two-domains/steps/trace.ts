import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectThat } from '../../frame/failure.ts';
import type { StepResult } from '../../frame/steps.ts';
import { type Stage, shown } from '../../stage.ts';
import { STORY_OUT } from '../table.ts';
import { asOtlp, drawTrace, missingChains } from '../trace.ts';
import type { StoryRunning } from './start.ts';

const FILE = join(STORY_OUT, 'trace.json');
/** In milliseconds: spans go in batches. */
const PATIENCE = 5_000;

/**
 * The order's request at the proxy, the shop behind it, the service that the shop asks, and the consumers
 * of the event that the shop sends: each the child of the one before.
 */
export async function oneTrace(
  stage: Stage,
  { receiver }: StoryRunning,
  traceId: string,
): Promise<StepResult<undefined>> {
  const deadline = Date.now() + PATIENCE;
  while (missingChains(receiver.spans(traceId)).length > 0 && Date.now() < deadline) {
    stage.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const spans = receiver.spans(traceId);
  await writeFile(FILE, `${JSON.stringify(asOtlp(spans), null, 2)}\n`);
  stage.narrator.say(`trace ${traceId}`);
  stage.narrator.quote(drawTrace(spans).join('\n'), spans.length);
  const missing = missingChains(spans);
  expectThat(missing.length === 0, `not in the trace: ${missing.join('; ')}`);
  stage.narrator.look(`its spans, for ashlar trace: ${shown(FILE)}`);
  const services = new Set(spans.map(({ service }) => service));
  return {
    summary: `${spans.length} spans of ${[...services].sort().join(', ')}`,
    value: undefined,
  };
}
