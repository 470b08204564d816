/** Every code an `AnalyzerError` can carry, with what it means. */
export const ANALYZER_ERROR_CODES = {
  ANALYZER_ROOT_NOT_FOUND: 'The folder to analyse does not exist.',
  ANALYZER_ROOT_NOT_A_FOLDER: 'The path to analyse is a file, not a folder.',
  ANALYZER_ROOT_UNREADABLE: 'The folder to analyse cannot be read by this user.',
  ANALYZER_NO_SOURCES: 'The folder contains no TypeScript or JavaScript source file to analyse.',
  ANALYZER_ENGINE_FAILED: 'The other import engine could not read the codebase.',
  ANALYZER_ABORTED: 'The analysis was cancelled before it finished.',
  ANALYZER_UNKNOWN_DOMAIN: 'The domain asked for is not among those that were found.',
  ANALYZER_UNKNOWN_THING: 'Nothing in the analysis has the name that was asked for.',
  ANALYZER_ANALYSIS_INVALID:
    'The file given as an analysis is not one, or does not fit its schema.',
  ANALYZER_ANALYSIS_TOO_NEW: 'The analysis was written by a newer version of ashlar.',
  ANALYZER_NO_SEAM: 'Nobody in the code calls an operation of the domain.',
  ANALYZER_GRAPH_INVALID: 'The graph to cluster does not have the expected form.',
  ANALYZER_REFERENCE_INVALID: 'The decomposition to compare with does not have the expected form.',
} as const;

export type AnalyzerErrorCode = keyof typeof ANALYZER_ERROR_CODES;

/** Something the user can fix: what was wrong and where in `message`, what to do in `hint`. */
export class AnalyzerError extends Error {
  override readonly name = 'AnalyzerError';
  readonly code: AnalyzerErrorCode;
  readonly hint: string;
  /** Exit code for a command line: 2, could not run. */
  readonly exitCode = 2;

  constructor(code: AnalyzerErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
