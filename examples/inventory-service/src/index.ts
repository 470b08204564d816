export { type App, buildApp } from './app.ts';
export { type Config, readConfig } from './config.ts';
export type { Database } from './database/database.ts';
export { openDatabase } from './database/open.ts';
