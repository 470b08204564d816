import { Urls } from '../hal/urls.ts';
import type { Log } from '../http/observe.ts';
import type { Clock } from '../store/clock.ts';
import type { Database } from '../store/database.ts';
import { findPactById } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import { findVerificationById } from '../store/verifications.ts';
import {
  claimTrigger,
  dueTriggers,
  findWebhookById,
  recordAttempt,
  type TriggeredWebhook,
} from '../store/webhooks.ts';
import { attemptLog } from './log.ts';
import { buildRequest, type ExchangeResult, makeRequest, type OutgoingRequest } from './request.ts';
import type { WebhookSettings } from './settings.ts';
import { templateValues } from './template.ts';
import type { EventContext } from './trigger.ts';

export interface WebhookRunner {
  /** Waits for the attempt under way and makes no further ones. */
  stop(): Promise<void>;
}

const MAX_POLL_MS = 1_000;
const MIN_POLL_MS = 20;
/** Requests under way at once: a receiver that hangs must not hold up everybody else's. */
const PARALLEL = 4;

/**
 * Makes the requests that events have written down. They live in the store, so they survive a
 * restart, and of several brokers on one store only one makes each.
 */
export function startRunner(
  database: Database,
  now: Clock,
  settings: WebhookSettings,
  log: Log,
): WebhookRunner {
  const interval = Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, settings.delayMs / 2));
  let stopped = false;
  let working: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    const workers = Array.from({ length: PARALLEL }, async () => {
      while (!stopped && (await runDue(database, now, settings)));
    });
    for (const worker of await Promise.allSettled(workers)) {
      if (worker.status === 'rejected') {
        log.error({ err: worker.reason }, 'webhooks could not be run');
      }
    }
    schedule();
  };
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      working = round();
    }, interval);
    timer.unref();
  };
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}

/** Runs one due webhook. Resolves to false when there was none. */
async function runDue(database: Database, now: Clock, settings: WebhookSettings): Promise<boolean> {
  // Looking first spares the write lock while nothing is due.
  const due = await database.read(async (db) => (await dueTriggers({ db, now }, now()))[0]);
  if (due === undefined) return false;
  const lease = later(now(), settings.timeoutMs * 2);
  const prepared = await database.write(async (db) => {
    const s: Session = { db, now };
    return (await claimTrigger(s, due, lease)) ? prepare(s, due) : undefined;
  });
  if (prepared === undefined) return true;
  if (prepared instanceof Error) {
    await database.write((db) => giveUp({ db, now }, due, prepared));
    return true;
  }
  const result = await makeRequest(prepared.request, settings);
  await database.write((db) => conclude({ db, now }, due, prepared.context, result, settings));
  return true;
}

interface Prepared {
  readonly request: OutgoingRequest;
  readonly context: EventContext;
}

/** An error is a request that cannot be built from what was recorded, however often it is tried. */
async function prepare(
  s: Session,
  trigger: TriggeredWebhook,
): Promise<Prepared | Error | undefined> {
  const webhook = await findWebhookById(s, trigger.webhookId);
  if (webhook === undefined) return undefined;
  const pact = await findPactById(s, trigger.publicationId);
  const verification =
    trigger.verificationId === null
      ? undefined
      : await findVerificationById(s, trigger.verificationId);
  const context = JSON.parse(trigger.context) as EventContext;
  const values = await templateValues(s, pact, verification, context, new Urls(context.base_url));
  try {
    return { request: buildRequest(webhook, values), context };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function giveUp(s: Session, { id }: TriggeredWebhook, { message }: Error): Promise<void> {
  const logs = `[${s.now().slice(0, 19)}Z] ERROR: The request cannot be built: ${message}\n`;
  await recordAttempt(s, id, { status: 'failure', dueAt: null, logs });
}

async function conclude(
  s: Session,
  trigger: TriggeredWebhook,
  context: EventContext,
  result: ExchangeResult,
  settings: WebhookSettings,
): Promise<void> {
  const attempts = trigger.attempts + 1;
  const wait = result.success ? undefined : settings.retrySchedule[trigger.attempts];
  const time = s.now();
  const conclusion = result.success
    ? 'Successfully executed webhook'
    : wait === undefined
      ? `Webhook execution failed after ${attempts} attempts`
      : `Retrying webhook in ${wait} seconds`;
  await recordAttempt(s, trigger.id, {
    status: result.success ? 'success' : wait === undefined ? 'failure' : 'retrying',
    dueAt: wait === undefined ? null : later(time, wait * 1_000),
    logs: attemptLog(result, context, settings, time, conclusion),
  });
}

function later(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) + milliseconds).toISOString();
}
