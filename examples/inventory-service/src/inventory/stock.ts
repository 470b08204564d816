import type { Queries, Row } from '../database/database.ts';

export interface Stock {
  readonly sku: string;
  readonly onHand: number;
  /** Units of the holds still open. */
  readonly reserved: number;
  /** `onHand - reserved`. */
  readonly available: number;
  /** Sorted by code. */
  readonly warehouses: readonly { readonly code: string; readonly onHand: number }[];
  readonly updatedAt: Date;
}

/** The stock of one SKU in one warehouse. */
export interface Level {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly updatedAt: Date;
}

const FIRST_PAGE = 50;

/** In the order asked, unknown SKUs left out. */
export async function findStock(
  queries: Queries,
  skus: readonly string[],
  now: Date,
): Promise<Stock[]> {
  const bySku = Map.groupBy(await findLevels(queries, skus, now), (level) => level.sku);
  return skus.flatMap((sku) => {
    const levels = bySku.get(sku);
    return levels === undefined ? [] : [addUp(sku, levels)];
  });
}

export async function firstSkus(queries: Queries): Promise<string[]> {
  const rows = await queries.query<{ sku: string }>(
    `select distinct sku collate "C" as sku from stock order by 1 limit ${FIRST_PAGE}`,
  );
  return rows.map((row) => row.sku);
}

/**
 * Levels of these SKUs, or of all, sorted by SKU and warehouse. `lock` keeps others from changing
 * them until the transaction ends; the sorted order keeps two such transactions from deadlocking.
 */
export async function findLevels(
  queries: Queries,
  skus: readonly string[] | 'all',
  now: Date,
  lock: 'lock' | 'read' = 'read',
): Promise<Level[]> {
  const wanted = skus === 'all' ? null : [...skus];
  if (lock === 'lock') {
    await queries.query(
      `select 1 from stock where sku = any($1::text[])
        order by sku collate "C", warehouse collate "C" for update`,
      [wanted],
    );
  }
  return queries.query<Level & Row>(
    `select s.sku, s.warehouse, s.on_hand as "onHand", s.updated_at as "updatedAt",
            coalesce(h.reserved, 0)::int as reserved
       from stock s
       left join (
         select l.sku, l.warehouse, sum(l.quantity) as reserved
           from reservation_lines l join reservations r on r.id = l.reservation_id
          where r.status = 'held' and r.expires_at > $1
          group by l.sku, l.warehouse
       ) h on h.sku = s.sku and h.warehouse = s.warehouse
      where $2::text[] is null or s.sku = any($2::text[])
      order by s.sku collate "C", s.warehouse collate "C"`,
    [now, wanted],
  );
}

function addUp(sku: string, levels: readonly Level[]): Stock {
  const onHand = levels.reduce((sum, level) => sum + level.onHand, 0);
  const reserved = levels.reduce((sum, level) => sum + level.reserved, 0);
  const warehouses = levels.map((level) => ({ code: level.warehouse, onHand: level.onHand }));
  const updatedAt = new Date(Math.max(...levels.map((level) => level.updatedAt.getTime())));
  return { sku, onHand, reserved, available: onHand - reserved, warehouses, updatedAt };
}
