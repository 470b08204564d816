import type { Call, Facts, Job, Site } from '../model/analysis.ts';

/**
 * The calls that stand between a registration (`on('paid', …)`, `schedule('…', …)`) and the next
 * one in the same file: what the registered function does. This way a listener that is wired in
 * one file and written in another is followed to where it is written.
 */
export function registeredCalls(
  facts: Facts,
  registration: Site & Pick<Job, 'lastLine'>,
  all: readonly Site[],
): Call[] {
  const next = Math.min(
    ...all
      .filter(({ file, line }) => file === registration.file && line > registration.line)
      .map(({ line }) => line),
    registration.lastLine === undefined
      ? registration.line + LONGEST_REGISTRATION
      : registration.lastLine + 1,
  );
  return facts.calls.filter(
    ({ file, line, callee }) =>
      file === registration.file &&
      line >= registration.line &&
      line < next &&
      !REGISTERING.test(callee),
  );
}

/** The registering call itself, such as `EventBus.on`, is not what happens later. */
const REGISTERING = /(?:^|\.)(?:on|once|addListener|addEventListener|subscribe|schedule|process)$/;

const LONGEST_REGISTRATION = 12;
