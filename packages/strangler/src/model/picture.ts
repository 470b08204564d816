/**
 * What is known of the domains beside their traffic, in lines to be read by people. The proxy does
 * not know of plans, contracts or deployments: whoever starts it tells, and the dashboard shows it.
 */
export interface Picture {
  readonly domains: readonly DomainPicture[];
  /** What could not be found out, and why. */
  readonly unknown: readonly string[];
}

export interface DomainPicture {
  readonly domain: string;
  readonly owner: string | null;
  readonly rows: readonly PictureRow[];
  readonly next: { readonly command: string; readonly why: string };
}

/** One aspect of a domain, such as its place in the plan. */
export interface PictureRow {
  readonly label: string;
  readonly lines: readonly PictureLine[];
}

export interface PictureLine {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'plain';
}
