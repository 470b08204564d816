/** What a person may say about one domain. */
export interface DomainSteering {
  /** Team that answers for it. */
  owner?: string;
  /** Globs of files that belong to it. */
  files?: string[];
  /** Names of tables that belong to it; `*` matches any run of characters. */
  tables?: string[];
  /** Globs of route paths or of `METHOD /path`; the files that handle them belong to it. */
  routes?: string[];
}

/** A person's word on the boundaries: it always wins over what the analyzer thinks. */
export interface Steering {
  domains?: Record<string, DomainSteering>;
  /** Globs of files that are libraries, whoever uses them. */
  libraries?: string[];
  /** Globs of files that only wire things together. */
  shell?: string[];
  /** New names of domains that the analyzer named. */
  rename?: Record<string, string>;
  /** Files (globs) and tables of each list share a domain, whichever that is. */
  mustLink?: string[][];
  /** What fits one pattern of a list shares no domain with what fits another one of it. */
  cannotLink?: string[][];
  /** Domains that the analyzer found and that are several, by the number of parts. */
  split?: Record<string, number>;
  /** Greatest number of files in a domain. */
  maximumFiles?: number;
  /** How many work on it; instead of counting who commits. */
  people?: number;
  /** Which of the three alternatives becomes the answer; `suggested` by default. */
  granularity?: 'coarse' | 'suggested' | 'fine';
}
