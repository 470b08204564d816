import { join } from 'node:path';

export interface DraftOptions {
  from?: string[];
  fromSeam?: string;
  code: string;
  plan?: string;
  config?: string;
  consumer?: string;
  provider?: string;
  origin?: string;
  redact?: string[];
  out: string;
  pacts: string;
}

/** A file of a draft, as it is named on the terminal. */
export function draftFile(options: DraftOptions, name: string): string {
  return join(options.out, name);
}
