import type { EventUse, Facts } from '../model/analysis.ts';
import { isCron } from '../model/schedule.ts';
import { unreadCalls } from './unread-data.ts';

/** A program that reads so much of its data and is asked by nobody is asked in a way that was not understood. */
const MANY_ACCESSES = 20;

/**
 * Routes, messages heard and scheduled work: where a part of the program could be asked, or start, in a
 * process of its own. A front end, a library and a command line have none.
 */
export function waysIn({ routes, events, jobs, accesses, stats }: Facts): number | null {
  const heard = events.filter(isHeardFromOutside);
  const scheduled = jobs.filter(({ kind, schedule }) => kind === undefined && isCron(schedule));
  const found = routes.length + heard.length + scheduled.length;
  const used = accesses.length + unreadCalls(stats);
  return found === 0 && used >= MANY_ACCESSES ? null : found;
}

export const isHeardFromOutside = ({ role, via }: EventUse): boolean =>
  role === 'listen' && via !== 'events';
