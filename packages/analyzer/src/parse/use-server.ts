/** Space, comments and other directives may stand before it. */
const USE_SERVER =
  /(?:\s+|;|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|'use (?!server)[\w ]+'|"use (?!server)[\w ]+")*(?:'use server'|"use server")/y;

/** Whether the directives that begin at an offset hold 'use server': React calls what it marks from browsers. */
export function beginsWithUseServer(source: string, offset: number): boolean {
  USE_SERVER.lastIndex = offset;
  return USE_SERVER.test(source);
}
