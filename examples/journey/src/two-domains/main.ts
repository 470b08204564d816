import { createClient } from '@redis/client';
import { answers, localServices } from '../../../../scripts/local-services.ts';
import { runProgram } from '../frame/program.ts';
import { ASHLAR, shown } from '../stage.ts';
import { newFleet, type Servers, type StoryVoyage } from './steps/start.ts';
import { STORY_STEPS, tellStory } from './story.ts';
import { STORY_OUT } from './table.ts';

const { POSTGRES, REDIS, NATS } = localServices(process.env);
const servers: Servers = {
  postgres: POSTGRES,
  redis: REDIS,
  nats: NATS,
  otlp: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
};

process.exitCode = await runProgram<StoryVoyage>({
  name: 'demo:two-domains',
  built: ASHLAR,
  out: STORY_OUT,
  stepCount: STORY_STEPS,
  voyage: { fleet: newFleet() },
  obstacle: async () => {
    const needed = { PostgreSQL: POSTGRES, Redis: REDIS, NATS };
    const asked = await Promise.all(
      Object.entries(needed).map(async ([name, url]) =>
        (await answers(url)) ? [] : [`${name} at ${new URL(url).host}`],
      ),
    );
    const missing = asked.flat();
    if (missing.length === 0) return undefined;
    return `not answering: ${missing.join(', ')}.\nStart what is missing (examples/journey/README.md says how), or name another in DATABASE_URL, REDIS_URL or NATS_URL.`;
  },
  travel: (stage, steps, voyage) => tellStory(stage, steps, voyage, servers),
  rest: async ({ running }) => running?.traffic.stop(),
  summarise: (narrator) => narrator.look(`log of every process: ${shown(`${STORY_OUT}logs`)}`),
  addresses: (narrator, { running }) => {
    if (running === undefined) return false;
    for (const { url, admin } of running.proxies) {
      narrator.look(`shop through the proxy ${url}, its dashboard ${admin}`);
    }
    narrator.look(`monolith ${running.monolith.url}, inventory service ${running.inventory.url}`);
    return true;
  },
  tidy: async ({ databases, receiver, fleet }) => {
    await receiver?.close();
    await databases?.drop();
    const redis = await createClient({ url: REDIS }).connect();
    const keys = await redis.keys(`ashlar:{${fleet}}:*`);
    if (keys.length > 0) await redis.del(keys);
    redis.destroy();
  },
});
