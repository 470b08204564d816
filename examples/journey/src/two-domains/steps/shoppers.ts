import { expectThat } from '../../frame/failure.ts';
import type { StepResult } from '../../frame/steps.ts';
import type { Stage } from '../../stage.ts';
import type { StoryRunning } from './start.ts';

const AT_LEAST = 500;

/** All the while, while two domains moved and the shop was started anew twice. */
export async function noRequestLost(
  { narrator }: Stage,
  { traffic }: StoryRunning,
): Promise<StepResult<undefined>> {
  await traffic.stop();
  const { requests, errors } = traffic.total();
  narrator.say(`${requests} requests, ${errors} errors`);
  expectThat(requests > AT_LEAST, `only ${requests} requests were made`);
  expectThat(errors === 0, `shoppers saw ${errors} errors in ${requests} requests`);
  return { summary: `${requests} requests, ${errors} errors`, value: undefined };
}
