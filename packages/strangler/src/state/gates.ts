import type { Advance, Gate, GateVerdict } from '../model/control.ts';
import type { Route, RouteState } from '../model/routes.ts';
import type { RouteRecord } from '../observe/record.ts';
import { SAFE_METHODS } from '../routes/safe-methods.ts';
import { progressOf } from './steps.ts';
import type { StateEntry } from './store.ts';

const PATIENCE_MS = 10_000;

/** What the proxy itself knows against an advance. */
export function ownVerdicts(
  route: Route,
  entry: StateEntry,
  to: RouteState,
  record: RouteRecord,
  healthy: boolean | undefined,
): GateVerdict[] {
  const verdicts = [armedVerdict(route, entry), heldVerdict(route, entry)];
  const real = to.state === 'canary' || to.state === 'service';
  if (healthy !== undefined) verdicts.push(healthVerdict(route, healthy));
  if (real && comparable(route)) verdicts.push(parityVerdict(route, entry, record));
  const onward = entry.state.state === 'canary' && progressOf(to) > progressOf(entry.state);
  // Somebody answers for it here and now: when that ends it is asked about the step they took.
  if (onward || entry.override?.gates.includes('budget') === true) {
    verdicts.push(budgetVerdict(route, record));
  }
  return verdicts;
}

function armedVerdict(route: Route, entry: StateEntry): GateVerdict {
  if (entry.armed) return { gate: 'armed', allowed: true, reason: 'the route is armed' };
  return {
    gate: 'armed',
    allowed: false,
    reason: 'the route was rolled back because its budget was breached',
    fix: `Repair the service, then run: ashlar proxy rearm ${route.id}`,
  };
}

function heldVerdict(route: Route, entry: StateEntry): GateVerdict {
  if (!entry.held) return { gate: 'hold', allowed: true, reason: 'nobody holds the route' };
  return {
    gate: 'hold',
    allowed: false,
    reason: 'the route is held',
    fix: `Run: ashlar proxy hold ${route.id} --release`,
  };
}

function healthVerdict(route: Route, healthy: boolean): GateVerdict {
  return healthy
    ? { gate: 'health', allowed: true, reason: `${route.service} answers its health address` }
    : {
        gate: 'health',
        allowed: false,
        reason: `${route.service} does not answer its health address with 2xx`,
        fix: `Start ${route.service}, or correct its url and health path in the table and run: ashlar proxy reload`,
      };
}

/** A route of writes alone, without a sandbox, gives nothing to compare. */
function comparable(route: Route): boolean {
  if (route.budget.parity === 0) return false;
  const mirrored = route.shadow.methods;
  return (route.methods ?? [...SAFE_METHODS]).some((method) => mirrored.includes(method));
}

function parityVerdict(route: Route, { state }: StateEntry, record: RouteRecord): GateVerdict {
  const parity = record.parity();
  const bar = route.budget.parity;
  const lost = parity.failed === 0 ? '' : ` and ${parity.failed} copies got no answer`;
  const shown = `${parity.equal} of ${parity.compared} compared answers are equal${lost}; surely at least ${(
    parity.lower * 100
  ).toFixed(1)} %`;
  if (parity.lower >= bar) return { gate: 'parity', allowed: true, reason: shown };
  return {
    gate: 'parity',
    allowed: false,
    reason: `${shown}, and ${(bar * 100).toFixed(1)} % is asked for`,
    fix: parityFix(route, state, parity.different + parity.failed > 0),
  };
}

function parityFix({ id, shadow }: Route, { state }: RouteState, differs: boolean): string {
  if (differs) {
    return `See what differs on route "${id}" (ashlar proxy diff ${id}) and correct the service or the compare rules; then \`ashlar proxy forget ${id}\` starts a new count.`;
  }
  const copied = state === 'shadow' || (state === 'canary' && shadow.duringCanary);
  if (copied) return `Leave route "${id}" in ${state} until more answers have been compared.`;
  const back = state === 'canary' ? `ashlar proxy rollback ${id}, then: ` : '';
  return `Nothing is compared in ${state}. Run: ${back}ashlar proxy promote ${id} --to shadow, and let traffic come.`;
}

function budgetVerdict(route: Route, record: RouteRecord): GateVerdict {
  const { served } = record.budget;
  const tests = Object.entries(record.budget.status());
  const breached = tests.find(([, test]) => test.outcome === 'breach');
  if (breached !== undefined) {
    return {
      gate: 'budget',
      allowed: false,
      reason: `the ${breached[0]} test is breached`,
      fix: `Repair the service, then run: ashlar proxy rearm ${route.id}`,
    };
  }
  if (served >= route.budget.minimum) {
    return { gate: 'budget', allowed: true, reason: `no breach in ${served} answers` };
  }
  return {
    gate: 'budget',
    allowed: false,
    reason: `only ${served} of ${route.budget.minimum} answers seen at this step`,
    fix: 'Wait for more traffic; little traffic proves nothing.',
  };
}

/** Asks every gate at once. One that throws or takes too long has not allowed anything. */
export async function askGates(
  gates: readonly Gate[],
  advance: Advance,
): Promise<readonly GateVerdict[]> {
  return Promise.all(gates.map((gate) => askGate(gate, advance)));
}

/** Errors of these packages say themselves what to do. */
function hintOf(cause: unknown): string | undefined {
  const hint = cause instanceof Error && 'hint' in cause ? cause.hint : undefined;
  return typeof hint === 'string' ? hint : undefined;
}

async function askGate(gate: Gate, advance: Advance): Promise<GateVerdict> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    const answer = await Promise.race([gate.check(advance), late]);
    // Anything but a plain yes is a no, whatever shape a faulty gate answers in.
    return { ...answer, gate: gate.name, allowed: answer.allowed === true };
  } catch (cause) {
    return {
      gate: gate.name,
      allowed: false,
      reason: `the gate could not decide: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: hintOf(cause) ?? `Make what gate "${gate.name}" asks reachable, then try again.`,
    };
  } finally {
    clearTimeout(timer);
  }
}
