import { parseArgs } from 'node:util';
import { Verifier } from '@pact-foundation/pact';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './database/open.ts';
import { PROVIDER_STATES } from './provider-states.ts';

const USAGE = `usage: npm run verify -- PACT_FILE...
       npm run verify -- --broker-url URL [--token T] [--publish --version V [--branch B]]
`;
const ADMIN_TOKEN = 'verification';
// The verifier reports usage to its makers unless told not to.
process.env.PACT_DO_NOT_TRACK ??= 'true';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'broker-url': { type: 'string' },
    token: { type: 'string' },
    version: { type: 'string' },
    branch: { type: 'string' },
    publish: { type: 'boolean', default: false },
  },
});
const brokerUrl = values['broker-url'];
const incomplete = values.publish && (brokerUrl === undefined || values.version === undefined);
if (incomplete || (positionals.length === 0 && brokerUrl === undefined)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await verify();
}

/** Verifies this service, in this process on a database of its own; 0 when every pact holds. */
async function verify(): Promise<0 | 1> {
  const config = readConfig({ ...process.env, ADMIN_TOKEN });
  const database = await openDatabase(config);
  const app = buildApp({ database, config, now: () => new Date() }, pino({ level: 'silent' }));
  const providerBaseUrl = await app.server.listen({ port: 0, host: '127.0.0.1' });
  const stateHandlers = Object.fromEntries(
    Object.entries(PROVIDER_STATES).map(([state, setUp]) => [
      state,
      (parameters?: unknown) => setUp(database, { ...(parameters ?? {}) }),
    ]),
  );
  try {
    const verifier = new Verifier({
      provider: 'inventory-service',
      providerBaseUrl,
      logLevel: 'warn',
      stateHandlers,
      requestFilter: (request, _response, next) => {
        // The pact carries whatever token the consumer's test had; ours is the one that counts.
        if (request.headers.authorization !== undefined) {
          request.headers.authorization = `Bearer ${ADMIN_TOKEN}`;
        }
        next();
      },
      ...(brokerUrl === undefined ? { pactUrls: positionals } : { pactBrokerUrl: brokerUrl }),
      ...(values.token === undefined ? {} : { pactBrokerToken: values.token }),
      ...(values.version === undefined ? {} : { providerVersion: values.version }),
      ...(values.branch === undefined ? {} : { providerVersionBranch: values.branch }),
      ...(values.publish ? { publishVerificationResult: true } : {}),
    });
    // It prints its own report while it runs.
    await verifier.verifyProvider();
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await app.server.close();
    await database.close();
  }
}
