import type { ApiDocument, PactDocument } from '@ashlar/contracts';
import { comparePacts, diffDocuments } from '@ashlar/contracts/compare';
import type { ConsumerNeeds, DeployOrder, DeployStep } from './model.ts';
import { consumerOf, providerOf } from './parties.ts';

export interface DeployQuestion {
  readonly provider: string;
  readonly old: ApiDocument;
  readonly new: ApiDocument;
  /** What the consumers that are live ask. */
  readonly today: readonly PactDocument[];
  /** What their next versions will ask, of those that have one. */
  readonly next: readonly PactDocument[];
}

/**
 * The order in which a provider and its consumers may be deployed, so that nobody ever asks what is not
 * offered. A consumer whose present version breaks with the new document goes first; one whose next version
 * needs it goes last; one with both needs the two offered beside each other for a while (expand, migrate,
 * contract).
 */
export function adviseDeployOrder(question: DeployQuestion): DeployOrder {
  // Pacts of other providers lie in the same folders.
  const own = ({ value }: PactDocument): boolean => providerOf(value) === question.provider;
  const [today, next] = [question.today.filter(own), question.next.filter(own)];
  const breaks = errorsByConsumer(today, question.new);
  const needs = errorsByConsumer(next, question.old);
  const following = consumersIn(next);
  const names = [...new Set([...consumersIn(today), ...following])].sort();
  const consumers = names.map((consumer): ConsumerNeeds => {
    const breaksToday = breaks.get(consumer) ?? [];
    const needsNew = needs.get(consumer) ?? [];
    const order =
      breaksToday.length > 0
        ? needsNew.length > 0
          ? 'expand'
          : 'consumer-first'
        : needsNew.length > 0
          ? 'provider-first'
          : 'any';
    return { consumer, order, nextKnown: following.includes(consumer), breaksToday, needsNew };
  });
  return {
    schemaVersion: 1,
    provider: question.provider,
    old: question.old.source,
    new: question.new.source,
    steps: stepsFor(question.provider, consumers),
    consumers,
    unusedBreaks: unusedBreaks(question, [...today, ...next]),
  };
}

function stepsFor(provider: string, consumers: readonly ConsumerNeeds[]): DeployStep[] {
  const of = (order: ConsumerNeeds['order']): string[] =>
    consumers.filter((one) => one.order === order).map(({ consumer }) => consumer);
  const [first, last, both] = [of('consumer-first'), of('provider-first'), of('expand')];
  const steps: DeployStep[] = [];
  if (both.length > 0) {
    steps.push({
      phase: 'expand',
      deploy: [provider],
      text: `${provider} offers the new beside the old: all additions, nothing taken away`,
    });
    const migrating = [...both, ...first, ...last].sort();
    steps.push({ phase: 'migrate', deploy: migrating, text: 'they go over to the new' });
    const text = `${provider} drops the old, once can-i-deploy says that nobody who is live asks for it`;
    return [...steps, { phase: 'contract', deploy: [provider], text }];
  }
  if (first.length > 0) {
    steps.push({
      phase: 'migrate',
      deploy: first,
      text: 'they stop asking for what goes away: the consumer goes first on a removal',
    });
  }
  steps.push({
    phase: first.length > 0 ? 'contract' : last.length > 0 ? 'expand' : 'deploy',
    deploy: [provider],
    text:
      first.length > 0
        ? `${provider} with the new document`
        : last.length > 0
          ? `${provider} offers what is new: the provider goes first on an addition`
          : `${provider} at any time: no consumer notices`,
  });
  if (last.length > 0) {
    steps.push({ phase: 'migrate', deploy: last, text: 'they begin to ask for what is new' });
  }
  return steps;
}

/** What the pacts of each consumer ask that the document does not promise; each sentence once. */
function errorsByConsumer(
  pacts: readonly PactDocument[],
  document: ApiDocument,
): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { severity, message, pact } of comparePacts(pacts, document).findings) {
    if (severity !== 'error') continue;
    const known = found.get(pact.consumer) ?? new Set();
    found.set(pact.consumer, known.add(`${pact.interaction}: ${message}`));
  }
  return new Map([...found].map(([consumer, texts]) => [consumer, [...texts]]));
}

function consumersIn(pacts: readonly PactDocument[]): string[] {
  return [...new Set(pacts.map(({ value }) => consumerOf(value)))];
}

function unusedBreaks(question: DeployQuestion, pacts: readonly PactDocument[]): string[] {
  const { changes } = diffDocuments(question.old, question.new, { pacts });
  const unused = changes.filter(
    ({ impact, usedBy }) => impact === 'breaking' && usedBy?.length === 0,
  );
  return [...new Set(unused.map(({ message }) => message))].sort();
}
