import { findEnvironmentByName } from '../store/environments.ts';
import { findPacticipant } from '../store/pacticipants.ts';
import type { Session } from '../store/session.ts';
import type { MatrixOptions, MatrixQuery } from './query.ts';

/** What is wrong with a question to the matrix, in words; empty when it can be answered. */
export async function matrixErrors(s: Session, query: MatrixQuery): Promise<string[]> {
  const { selectors, options } = query;
  const errors: string[] = [];
  for (const { pacticipant, version, latest } of selectors) {
    if (pacticipant === undefined) errors.push('Please specify the pacticipant name');
    else if (version !== undefined && latest !== undefined) {
      errors.push(`A version number and latest flag cannot both be specified for ${pacticipant}`);
    }
  }
  for (const { pacticipant } of selectors) {
    if (pacticipant !== undefined && (await findPacticipant(s, pacticipant)) === undefined) {
      errors.push(`Pacticipant ${pacticipant} not found`);
    }
  }
  if (selectors.length === 0) errors.push('Please provide 1 or more version selectors.');
  return [...errors, ...(await optionErrors(s, options))];
}

async function optionErrors(s: Session, options: MatrixOptions): Promise<string[]> {
  const errors: string[] = [];
  for (const { pacticipant, version, latest } of options.ignore) {
    if (pacticipant === undefined) errors.push('Please specify the pacticipant name to ignore');
    else if (version !== undefined && latest !== undefined) {
      errors.push(
        `A version number and latest flag cannot both be specified for ${pacticipant} to ignore`,
      );
    }
  }
  const { tag, environment, mainBranch, latest, limit } = options;
  const destinations = [tag, environment, mainBranch].filter((value) => value !== undefined);
  if (destinations.length > 1) {
    errors.push('Cannot specify more than one of tag, environment and mainBranch.');
  }
  if (latest === true && environment !== undefined) {
    errors.push('Cannot specify both latest=true and an environment.');
  }
  if (environment !== undefined && (await findEnvironmentByName(s, environment)) === undefined) {
    errors.push(`Environment with name '${environment}' does not exist`);
  }
  if (limit !== undefined && limit < 1) errors.push('The limit must be 1 or greater.');
  return errors;
}
