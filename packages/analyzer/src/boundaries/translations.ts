import { isLanguageTag } from '../model/languages.ts';

/** Folders that people keep texts in, by language. */
const TEXTS: ReadonlySet<string> = new Set(
  `i18n intl l10n lang langs language languages locale locales localization localizations nls translation
  translations`.split(/\s+/),
);
/** So many languages below a folder that is called so, and so many, and such a share of what is in it, elsewhere. */
const FEWEST_CALLED = 2;
const FEWEST = 4;
const MOST_OF_FOLDER = 0.8;

/**
 * Files of texts in several languages, by path, with the reason. What tells them is the folder in which things are
 * called by languages (`locales/en/`, `locales/pt-br.ts`): the same texts once for each.
 */
export function translations(paths: readonly string[]): Map<string, string> {
  const inside = new Map<string, Set<string>>();
  for (const path of paths) {
    const parts = path.replace(/\.[^/.]+$/, '').split('/');
    parts.forEach((name, at) => {
      const folder = parts.slice(0, at).join('/');
      inside.set(folder, (inside.get(folder) ?? new Set()).add(name));
    });
  }
  const languages = new Map<string, number>();
  for (const [folder, names] of inside) {
    const tags = [...names].filter(isLanguageTag).length;
    const isCalledSo = TEXTS.has(lastOf(folder));
    if (isCalledSo ? tags >= FEWEST_CALLED : tags >= Math.max(FEWEST, names.size * MOST_OF_FOLDER))
      languages.set(folder, tags);
  }
  const found = new Map<string, string>();
  for (const path of paths) {
    const parts = path.replace(/\.[^/.]+$/, '').split('/');
    for (let at = 0; at < parts.length; at++) {
      const folder = parts.slice(0, at).join('/');
      const tags = languages.get(folder);
      if (tags === undefined || !isLanguageTag(parts[at] ?? '')) continue;
      found.set(path, `texts in ${tags} languages (${folder}), which decide nothing`);
      break;
    }
  }
  return found;
}

const lastOf = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1).toLowerCase();
