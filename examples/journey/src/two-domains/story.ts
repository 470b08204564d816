import type { Steps } from '../frame/steps.ts';
import type { Stage } from '../stage.ts';
import { moveConfirmations, rehearseConfirmations } from './steps/confirmations.ts';
import { askTheService, moveStock } from './steps/inventory.ts';
import { noRequestLost } from './steps/shoppers.ts';
import { type Servers, type StoryVoyage, startStory } from './steps/start.ts';
import { oneTrace } from './steps/trace.ts';

export const STORY_STEPS = 7;

/** Two domains leave the shop one after the other: inventory by its routes, confirmations by an event. */
export async function tellStory(
  stage: Stage,
  steps: Steps,
  voyage: StoryVoyage,
  servers: Servers,
): Promise<void> {
  const running = await steps.run('Start the shop, the inventory service and two proxies', () =>
    startStory(stage, voyage, servers),
  );
  await steps.run('Inventory: its routes move, on both proxies', () => moveStock(stage, running));
  const changeover = await steps.run('The shop itself asks the inventory service', () =>
    askTheService(stage, running),
  );
  const rehearsal = await steps.run('Confirmations: a second service writes them as well', () =>
    rehearseConfirmations(stage, running, changeover),
  );
  const traceId = await steps.run(
    'Confirmations: from the time agreed on it alone sends them',
    () => moveConfirmations(stage, running, rehearsal),
  );
  await steps.run('One trace of one order', () => oneTrace(stage, running, traceId));
  await steps.run('The shoppers', () => noRequestLost(stage, running));
}
