import type { Page } from '../store/session.ts';
import { type Query, textOf } from './query.ts';
import { Problems } from './validate.ts';

const DEFAULT_SIZE = 100;

/** The page asked for by `page`/`size`, or else by the older `pageNumber`/`pageSize`, if any was. */
export function pageOf(query: Query): Page | undefined {
  const problems = new Problems();
  const read = (name: string): number | undefined => {
    const text = textOf(query, name);
    if (text === undefined || text === '') return undefined;
    if (!/^-?\d{1,9}$/.test(text)) return void problems.add(name, 'must be an integer');
    if (Number(text) < 1) return void problems.add(name, 'must be greater than or equal to 1');
    return Number(text);
  };
  const [pageNumber, pageSize, page, size] = ['pageNumber', 'pageSize', 'page', 'size'].map(read);
  problems.raise();
  const short = page !== undefined || size !== undefined;
  const number = short ? page : pageNumber;
  const wanted = short ? size : pageSize;
  if (number === undefined && wanted === undefined) return undefined;
  return { number: number ?? 1, size: wanted ?? DEFAULT_SIZE };
}

/** The requested address with its query string, for `self`. */
export function withQuery(x: { readonly url: string; readonly query: Query }): string {
  const entries = Object.entries(x.query).filter(([, value]) => typeof value === 'string');
  const search = entries.map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return search.length === 0 ? x.url : `${x.url}?${search.join('&')}`;
}

export const FIRST_PAGE: Page = { number: 1, size: DEFAULT_SIZE };

/** The members a paged list has beyond its items. */
export function pageMembers(
  page: Page,
  total: number,
  url: string,
): { readonly page: object; readonly links: Record<string, object> } {
  const totalPages = Math.ceil(total / page.size);
  const at = (number: number) => `${url}?size=${page.size}&page=${number}`;
  return {
    page: { number: page.number, size: page.size, totalElements: total, totalPages },
    links: {
      ...(page.number < totalPages
        ? { next: { href: at(page.number + 1), title: 'Next page' } }
        : {}),
      ...(page.number > 1
        ? { previous: { href: at(page.number - 1), title: 'Previous page' } }
        : {}),
    },
  };
}
