/**
 * Scripts for MySQL's client change the mark that ends a statement, so that the body of a trigger may
 * hold semicolons: `DELIMITER $$`. The lines become blank and the marks semicolons; every offset
 * stays what it was.
 */
export function plainDelimiters(text: string): string {
  if (!/^[ \t]*delimiter[ \t]/im.test(text)) return text;
  let mark = ';';
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const given = /^[ \t]*delimiter[ \t]+(\S+)/i.exec(line)?.[1];
      if (given !== undefined) {
        mark = given;
        return line.replace(/[^\r\n]/g, ' ');
      }
      return mark === ';' ? line : line.replaceAll(mark, `;${' '.repeat(mark.length - 1)}`);
    })
    .join('');
}
