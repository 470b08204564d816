import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Call, Facts } from '../../src/model/analysis.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { renderExposureText } from '../../src/report/exposure-text.ts';
import { renderPlanText } from '../../src/report/plan-text.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const planOf = (facts: Facts, domain = 'stock') => makePlan(judgeFacts(facts), domain);

const order = shopFile('services', 'order');
const stock = shopFile('services', 'stock');
const stockRows = shopFile('repositories', 'stock');

function call(from: [string, string], to: [string, string], line = 90): Call {
  const [file, caller] = from;
  const how = { awaited: true, inLoop: false, resultUsed: true };
  return { file, line, caller, to: to[0], callee: to[1], ...how };
}

/** The shop, and an operation of stock whose tables are only behind what it calls. */
function facts(calls: Call[] = []): Facts {
  const shop = shopFacts();
  const write = {
    ...{ file: stockRows, line: 70, table: 'stock_moves', operation: 'write' as const },
    ...{ via: 'sql', statement: `${stockRows}:70`, confidence: 1, caller: 'move' },
  };
  return {
    ...shop,
    accesses: [...shop.accesses, write],
    calls: [
      ...shop.calls,
      call([order, 'place'], [stock, 'book'], 91),
      call([stock, 'book'], [stockRows, 'move']),
      ...calls,
    ],
  };
}

describe('what becomes reachable over the network', () => {
  it('is listed for who has to guard it', () => {
    expect(renderExposureText(planOf(facts()))).toMatchInlineSnapshot(`
      "What becomes reachable over the network when stock is taken out
      Only the process itself could ask for these until now. Each wants a caller that proves who it is, a check of
      what that caller may do, and a contract.

      order answers
        services/order.service.ts#remind, asked by stock

      stock answers
        services/stock.service.ts#book, asked by order; writes stock_moves
        services/stock.service.ts#reserve, asked by order

      Uses of tables that become an operation, a copy or an event; which is not decided yet
        stock reads invoices of invoice
        order writes stock_levels of stock

      Reachable already, and then at the address of the service as well: let only the proxy in there
        GET /stock"
    `);
  });

  it('does not change when only lines do', () => {
    const moved = facts();
    const calls = moved.calls.map((one) => ({ ...one, line: one.line + 3 }));
    expect(renderExposureText(planOf({ ...moved, calls }))).toBe(
      renderExposureText(planOf(facts())),
    );
  });

  it('grows by the operation that somebody outside newly calls', () => {
    const before = planOf(facts()).exposure?.operations ?? [];
    const after = planOf(facts([call([order, 'place'], [stock, 'count'])])).exposure?.operations;
    expect(
      after?.filter(({ operation }) => !before.some((b) => b.operation === operation)),
    ).toEqual([
      {
        ...{ operation: `${stock}#count`, servedBy: 'stock', askedBy: ['order'] },
        ...{ reads: [], writes: [], sites: [{ file: order, line: 90 }] },
      },
    ]);
  });

  it('leaves out what a route leads to already', () => {
    const shop = facts();
    const handler = { file: stock, symbol: 'book' };
    const routes = shop.routes.map((route) =>
      route.path === '/stock' ? { ...route, handler } : route,
    );
    const names = planOf({ ...shop, routes }).exposure?.operations.map((one) => one.operation);
    expect(names).not.toContain(`${stock}#book`);
    expect(names).toContain(`${stock}#reserve`);
  });

  it('does not count what answers at once: that becomes shared code', () => {
    const pure = { ...call([order, 'place'], [stock, 'toBoxes']), awaited: false };
    const names = planOf(facts([pure])).exposure?.operations.map((one) => one.operation);
    expect(names).not.toContain(`${stock}#toBoxes`);
  });

  it('does not follow a call into another domain, which answers for its own tables', () => {
    const rows = shopFile('repositories', 'order');
    const shop = facts([call([stock, 'book'], [rows, 'lock'])]);
    const accesses = shop.accesses.map((one) =>
      one.file === rows ? { ...one, caller: 'lock' } : one,
    );
    const found = planOf({ ...shop, accesses }).exposure?.operations ?? [];
    const writes = new Map(found.map((one) => [one.operation, one.writes]));
    expect(writes.get(`${stock}#book`)).toEqual(['stock_moves']);
    expect(writes.get(`${rows}#lock`)).toEqual(['order_items', 'orders']);
  });

  it('ends the plan with how much it is, and nothing where nothing is chosen', () => {
    const made = planOf(facts());
    expect(renderPlanText(made, { answer: 'extract' })).toMatch(
      /\n\nNewly reachable over the network: \d+ operations? and \d+ uses? of (?:a table|tables) \(ashlar plan stock --exposure\)$/,
    );
    const { exposure: _, ...none } = { ...made, chosen: null };
    expect(renderPlanText(none, { answer: 'extract' })).not.toContain('reachable');
    expect(renderExposureText(none)).toBe('Nothing is taken out.');
  });
});
