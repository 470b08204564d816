/** What a build knows about itself. */
export interface BuildIdentity {
  /** Full commit id, the best version there is. */
  readonly commit: string | undefined;
  /** Undefined when the head is detached and no CI system names the branch. */
  readonly branch: string | undefined;
  readonly buildUrl: string | undefined;
  /** Where it was found: the CI system, or git. */
  readonly source: string | undefined;
}

export interface DetectBuildOptions {
  /** Folder of the working copy. Default: the current one. */
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}
