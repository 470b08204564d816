/** Where everything was when somebody wrote it down. */
export interface Boundaries {
  /** By name of the domain; lists sorted. */
  domains: Record<string, { files: string[]; tables: string[] }>;
  libraries: string[];
  shell: string[];
}
