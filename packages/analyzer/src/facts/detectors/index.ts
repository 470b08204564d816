import type { Detector } from '../detector.ts';
import { drizzle } from './drizzle.ts';
import { sql } from './sql.ts';

/** Every library the analyzer understands. Adding one means adding it here. */
export const DETECTORS: Detector[] = [drizzle, sql];
