/**
 * Space, comments and other directives may stand before it. Each of them can be read in one way only: what has several
 * takes time that doubles with every blank or slash.
 */
const USE_SERVER =
  /(?:\s|;|\/\/[^\n]*(?:\n|$)|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|'use (?!server)[\w ]+'|"use (?!server)[\w ]+")*(?:'use server'|"use server")/y;

/** Whether the directives that begin at an offset hold 'use server': React calls what it marks from browsers. */
export function beginsWithUseServer(source: string, offset: number): boolean {
  USE_SERVER.lastIndex = offset;
  return USE_SERVER.test(source);
}
