import picomatch from 'picomatch';

/** True for names that fit one of the globs; dot files are matched like any other. */
export function matcher(globs: readonly string[] | undefined): (name: string) => boolean {
  if (globs === undefined || globs.length === 0) return () => false;
  return picomatch([...globs], { dot: true });
}
