/** A step found that something is not as it should be; its message is for the reader. */
export class StepFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StepFailure';
  }
}

/** Throws a StepFailure that says what was expected and what was seen. */
export function expectThat(holds: boolean, message: string): asserts holds {
  if (!holds) throw new StepFailure(message);
}
