/** `migrations/`, `db-migration/`, and one folder for each database: `migrations-sqlite/`. */
export const MIGRATION_FOLDER: RegExp =
  /(?:^|\/)(?:(?:db-)?migration|(?:[\w-]+[-_])?migrations(?:[-_][\w-]+)?)\//i;
/** One folder for each release that had to change data: `upgrades/1.12.1/clear_votes.js`. */
const UPGRADE_FOLDER = /(?:^|\/)upgrades?\/v?\d+\.\d+[^/]*\//i;
/**
 * `20210323073508-add-x.js`, `1664880666982-payment.ts`, `V2__add_x.ts`, `0003_stock.ts`, and with the
 * release before it: `1.0.0-1677208902-add-x.ts`, `next-1677208902-add-x.ts`.
 */
const NUMBERED_NAME =
  /(?:^|\/)(?:(?:\d+\.\d+\.\d+(?:[_-](?:rc|beta|alpha)\.\d+)?|next)-)?(?:\d{8,}|\d{8}T\d{4,6}|V\d+_)[-_.][^/]*$/;

/**
 * True for a step in the history of the schema. What it touches was touched once, when it ran; it
 * says nothing about which code works on which table today.
 */
export const isMigration = (path: string): boolean =>
  NUMBERED_NAME.test(path) ||
  ((MIGRATION_FOLDER.test(path) || UPGRADE_FOLDER.test(path)) && /\.[cm]?[jt]s$/.test(path));
