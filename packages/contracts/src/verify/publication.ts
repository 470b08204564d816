import type { BrokerConnection } from '../client/connection.ts';
import { openBroker } from '../client/session.ts';

/** How the native client (pact_verifier, Rust) logs that the broker did not take the results. */
const NATIVE_FAILURE = /Publishing of verification results failed with an error: (.+)/;

/**
 * Why the results did not reach the broker; undefined when they did. The native verifier only logs
 * such a failure and still ends with success, and a build that believes it waits for ever for a
 * result that nobody has. So its log is read, and the broker is asked for the version.
 */
export async function publicationProblem(
  broker: BrokerConnection,
  provider: string,
  version: string,
  output: string,
): Promise<string | undefined> {
  const logged = NATIVE_FAILURE.exec(output)?.[1];
  if (logged !== undefined) return logged.trim();
  const session = await openBroker(broker);
  const url = session.relation(
    'pb:pacticipant-version',
    { pacticipant: provider, version },
    'pacticipants/{pacticipant}/versions/{version}',
  );
  const { status } = await session.ask(url, { accept: [404] });
  return status === 404 ? `the broker does not know version ${version} of ${provider}` : undefined;
}
