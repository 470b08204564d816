export type { Config, DomainConfig, ServiceConfig } from './config/config.ts';
export { loadConfig, parseConfig } from './config/load.ts';
export { CLI_ERROR_CODES, CliError, type CliErrorCode } from './model/error.ts';
export { run } from './run.ts';
export type { Terminal } from './terminal/context.ts';
