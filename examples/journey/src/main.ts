import { runProgram } from './frame/program.ts';
import { STEP_COUNT, travel, type Voyage } from './journey.ts';
import { ASHLAR, OUT } from './stage.ts';
import { addresses, summarise } from './summary.ts';

process.exitCode = await runProgram<Voyage>({
  name: 'demo',
  built: ASHLAR,
  out: OUT,
  stepCount: STEP_COUNT,
  voyage: {},
  travel,
  rest: async ({ running }) => running?.traffic.stop(),
  summarise: (narrator, { running }) => summarise(narrator, running),
  addresses: (narrator, { running }) => {
    if (running !== undefined) addresses(narrator, running);
    return running !== undefined;
  },
});
