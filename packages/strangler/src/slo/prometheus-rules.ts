import { stringify } from 'yaml';
import type { Route, RouteTable } from '../model/routes.ts';
import { burnAlerts, WINDOWS } from './burn-rates.ts';

interface Objective {
  readonly slo: 'availability' | 'latency';
  /** Share of requests (0–1) that may be bad. */
  readonly budget: number;
  /** Share of bad requests in a window, as PromQL. */
  readonly ratio: (window: string) => string;
  readonly what: string;
}

const RECORD = 'ashlar_slo:bad_ratio';

/** Whether any route of the table has an objective. */
export function hasObjectives(table: RouteTable): boolean {
  return table.routes.some((route) => objectivesOf(route).length > 0);
}

/**
 * Prometheus rules (YAML) for the objectives of a table: the share of bad requests in every window, and
 * an alert for each pair of windows.
 */
export function prometheusRules(table: RouteTable): string {
  const groups = table.routes.flatMap((route) =>
    objectivesOf(route).map((objective) => ({
      name: `ashlar-slo-${route.id}-${objective.slo}`,
      rules: [...recordings(route, objective), ...alerts(route, objective)],
    })),
  );
  return stringify({ groups }, { lineWidth: 0 });
}

function objectivesOf({ id, slo }: Route): Objective[] {
  const route = `route=${JSON.stringify(id)}`;
  const rate = (name: string, window: string, more = ''): string =>
    `sum(rate(ashlar_proxy_${name}{${route}${more}}[${window}]))`;
  const objectives: Objective[] = [];
  if (slo?.availability !== undefined) {
    objectives.push({
      slo: 'availability',
      budget: rounded(1 - slo.availability),
      what: 'answers are errors',
      // A failure of the service that the monolith made good was asked twice and noticed by nobody.
      ratio: (window) =>
        `clamp_min(${rate('errors_total', window)} - ${rate('fallbacks_total', window)}, 0) / (${rate('requests_total', window)} - ${rate('fallbacks_total', window)})`,
    });
  }
  if (slo?.latency !== undefined) {
    const { ms, share } = slo.latency;
    const le = `,le="${ms / 1000}"`;
    objectives.push({
      slo: 'latency',
      budget: rounded(1 - share),
      what: `answers begin after ${ms} ms`,
      ratio: (window) =>
        `1 - ${rate('response_head_seconds_bucket', window, le)} / ${rate('response_head_seconds_count', window)}`,
    });
  }
  return objectives;
}

function labelsOf({ id, owner }: Route, { slo }: Objective): Record<string, string> {
  return { route: id, slo, ...(owner === undefined ? {} : { owner }) };
}

function recordings(route: Route, objective: Objective): object[] {
  return WINDOWS.map((window) => ({
    record: `${RECORD}:${window}`,
    expr: objective.ratio(window),
    labels: labelsOf(route, objective),
  }));
}

function alerts(route: Route, objective: Objective): object[] {
  const of = `route=${JSON.stringify(route.id)},slo="${objective.slo}"`;
  return burnAlerts(route.slo?.windowDays ?? 30).map(({ severity, long, short, burn, budget }) => {
    const limit = rounded(burn * objective.budget);
    return {
      alert: 'AshlarErrorBudgetBurn',
      expr: `${RECORD}:${long}{${of}} > ${limit} and ${RECORD}:${short}{${of}} > ${limit}`,
      labels: { ...labelsOf(route, objective), severity, window: long },
      annotations: {
        summary: `Route ${route.id}: too many ${objective.what}`,
        description: `{{ $value | humanizePercentage }} over ${long}: the budget is spent ${burn} times as fast as allowed, ${budget * 100} % of it in ${long}.`,
      },
    };
  });
}

/** 1 - 0.999 is not 0.001 in floating point. */
function rounded(value: number): number {
  return Number(value.toPrecision(10));
}
