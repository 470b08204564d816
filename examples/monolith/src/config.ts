import { z } from 'zod';
import { StartupError } from './lib/errors.ts';

const optionalUrl = z.url().optional();
const urls = z.preprocess(
  (text) => (typeof text === 'string' ? text.split(/[\s,]+/).filter((url) => url !== '') : []),
  z.array(z.url()),
);

const environment = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATA_DIR: z.string().min(1).optional(),
    SEED: z.enum(['on', 'off']).default('on'),
    JOBS: z.enum(['on', 'off']).default('on'),
    JWT_SECRET: z.string().min(32).optional(),
    INVENTORY_MODE: z.enum(['in-process', 'service']).default('in-process'),
    INVENTORY_URL: optionalUrl,
    INVENTORY_TOKEN: z.string().min(1).optional(),
    INVENTORY_TIMEOUT_MS: z.coerce.number().int().min(10).max(60_000).default(2_000),
    EVENTS_URL: urls,
    NATS_URL: z.string().min(1).optional(),
    CONFIRMATIONS_UNTIL: z.iso.datetime().optional(),
  })
  .refine((env) => env.INVENTORY_MODE === 'in-process' || env.INVENTORY_URL !== undefined, {
    path: ['INVENTORY_URL'],
    message: 'is needed when INVENTORY_MODE is service',
  });

export type Config = z.infer<typeof environment>;

/** Empty variables count as absent: shells and compose files make them by accident. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join('.')} ${issue.message.toLowerCase()}`,
  );
  throw new StartupError(
    'SHOP_CONFIG_INVALID',
    `The environment is not usable: ${problems.join('; ')}.`,
    'Correct these variables; README.md lists all of them.',
  );
}
