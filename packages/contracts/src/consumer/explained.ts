import { ContractsError } from '../model/error.ts';

/** Test runners show the message of an error and not its hint, so in a test the one says the other. */
export function explained(error: unknown): unknown {
  if (!(error instanceof ContractsError) || error.message.includes(error.hint)) return error;
  const { message, stack } = error;
  error.message = `${message}\n${error.hint}`;
  // Some runners print the stack, which has the message as it was at first.
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
  return error;
}
