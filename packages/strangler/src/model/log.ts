export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where the proxy says what it does. A pino logger's methods fit behind one line. */
export type ProxyLog = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;
