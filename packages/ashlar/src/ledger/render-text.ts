import { plural } from '../terminal/plural.ts';
import { inUnit, type Judgement, progressOf } from './judge.ts';
import type { Cost, LedgerAccount } from './model.ts';

export function renderAccount(
  { hypothesis, measurements, decision }: LedgerAccount,
  judgement: Judgement,
): string {
  const { id, by, at, text, metric } = hypothesis;
  return [
    `${id}: ${text}`,
    `  stated by ${by}, ${at.slice(0, 10)}: ${metric.name} from ${metric.baseline} to ${inUnit(metric, metric.target)} by ${metric.due}`,
    ...measurements.map(
      (one) =>
        `  ${one.at.slice(0, 10)}  ${inUnit(metric, one.value)}, ${Math.round(progressOf(metric, one.value) * 100)} % of the way (${one.source})`,
    ),
    `  cost: ${costText(judgement.cost)}`,
    `  ${judgement.advice}: ${judgement.why}`,
    ...(decision === null
      ? []
      : [
          `  decided by ${decision.by}, ${decision.at.slice(0, 10)}: ${decision.verdict}: ${decision.why}`,
        ]),
  ].join('\n');
}

function costText(cost: Cost | null): string {
  if (cost === null) return 'unknown';
  const { deployables, networkCalls, endpoints, addedP95Ms } = cost;
  const parts = [
    deployables === null ? '' : plural(deployables, 'more deployable'),
    networkCalls === null
      ? ''
      : `${plural(networkCalls.in, 'call')} in and ${networkCalls.out} out over the network (${networkCalls.inLoops} in loops)`,
    endpoints === null ? '' : `${plural(endpoints, 'operation')} to be reached`,
    addedP95Ms === null ? '' : `p95 ${addedP95Ms >= 0 ? '+' : ''}${addedP95Ms} ms`,
  ].filter(Boolean);
  return parts.length === 0 ? 'unknown' : parts.join('; ');
}
