/** A place in the analysed source. */
export interface Site {
  file: string;
  line: number;
}
