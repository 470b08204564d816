import type { ForeignKey, Site } from '../model/analysis.ts';
import type { Model } from './detector.ts';

/**
 * A foreign key whose table may be read later: its name, and what follows from it, are filled in when first
 * asked for.
 */
export function lazyKey(
  columns: () => string[],
  target: () => Model | undefined,
  site: Site,
  actions: Pick<ForeignKey, 'onDelete' | 'onUpdate'> = {},
): ForeignKey {
  const key: ForeignKey = { columns: [], table: '', referencedColumns: ['id'], ...actions, site };
  Object.defineProperty(key, 'columns', { enumerable: true, configurable: true, get: columns });
  return Object.defineProperty(key, 'table', {
    enumerable: true,
    configurable: true,
    get: () => target()?.table ?? '',
    set: (value: string) =>
      Object.defineProperty(key, 'table', { value, writable: true, enumerable: true }),
  });
}
