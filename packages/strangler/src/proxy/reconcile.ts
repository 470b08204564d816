import type { ChangeResult, ReloadResult } from '../model/control.ts';
import type { RouteTable } from '../model/routes.ts';
import type { Control } from '../state/control.ts';
import { progressOf, sameState } from '../state/steps.ts';
import type { StateStore } from '../state/store.ts';

/**
 * Brings route states in line with a table. What a person promoted or a breach rolled back stays
 * as it is until the table itself says something new; going forward then passes the gates.
 */
export async function reconcile(
  table: RouteTable,
  before: RouteTable | undefined,
  store: StateStore,
  control: Control,
): Promise<ReloadResult> {
  const moved: ChangeResult[] = [];
  const refused: ChangeResult[] = [];
  for (const route of table.routes) {
    const entry = store.entries.get(route.id);
    if (entry === undefined) {
      await control.adopt(route);
      continue;
    }
    control.recall(route);
    if (sameState(entry.declared, route.declared)) continue;
    if (!sameState(entry.state, route.declared)) {
      const forward = progressOf(route.declared) > progressOf(entry.state);
      const request = { by: 'table', why: 'the table changed' };
      const result = forward
        ? await control.advance(route, route.declared, request, 'reload')
        : control.retreat(route, route.declared);
      (result.changed ? moved : refused).push(result);
    }
    await control.acknowledge(route);
  }
  const ids = new Set(table.routes.map((route) => route.id));
  const old = new Set((before?.routes ?? []).map((route) => route.id));
  return {
    added: [...ids].filter((id) => !old.has(id)).sort(),
    removed: [...old].filter((id) => !ids.has(id)).sort(),
    moved,
    refused,
  };
}
