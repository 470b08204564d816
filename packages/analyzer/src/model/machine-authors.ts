/**
 * Names under which programs commit: updates of dependencies, translations, releases, coding agents. Whole
 * names, or the endings that hosts give to what is no person.
 */
const MACHINES: RegExp =
  /\[bot\]$|(?:^|[\s_-])(?:bot|ci)$|-o-tron$|^(?:copilot|claude|codex|cursor agent|devin(?: ai)?|renovate|dependabot|dependabot-preview|greenkeeper|snyk|weblate|hosted weblate|crowdin|transifex|github actions?|github-actions|github|gitlab|semantic-release|imgbot|lingohub|jenkins)$/i;

/** True for an author of commits that is a program; nobody to ask, and no member of a team. */
export const isMachine = (author: string): boolean => MACHINES.test(author.trim());
