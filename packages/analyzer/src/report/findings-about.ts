import { sayFinding } from '../judge/finding-texts.ts';
import type { Analysis, FindingKind, Site } from '../model/analysis.ts';

/** A finding in words, with its places. */
export interface ToldFinding {
  kind: FindingKind;
  text: string;
  sites: Site[];
}

/**
 * What was found about all of these domains. Of a finding that reaches further, the places in their
 * files; of libraries that most domains use, only how many.
 */
export function findingsOfDomains(
  analysis: Analysis,
  names: readonly string[],
): { findings: ToldFinding[]; libraries: number } {
  const about = analysis.findings.filter(({ domains }) =>
    names.every((name) => domains.includes(name)),
  );
  const own = new Set(
    analysis.domains.filter(({ name }) => names.includes(name)).flatMap(({ files }) => files),
  );
  const findings = about
    .filter(({ kind }) => kind !== 'shared-library')
    .map((finding) => {
      const within = finding.sites.filter(({ file }) => own.has(file));
      return {
        kind: finding.kind,
        text: sayFinding(finding),
        sites: within.length > 0 ? within : finding.sites,
      };
    });
  return { findings, libraries: about.length - findings.length };
}

/** What was found in this file, with the places in it; what only uses a library is not about its user. */
export function findingsOfFile(analysis: Analysis, path: string): ToldFinding[] {
  return analysis.findings
    .filter(({ sites }) => sites.some(({ file }) => file === path))
    .filter((finding) => finding.kind !== 'shared-library' || finding.file === path)
    .map((finding) => ({
      kind: finding.kind,
      text: sayFinding(finding),
      sites:
        finding.kind === 'shared-library'
          ? finding.sites
          : finding.sites.filter(({ file }) => file === path),
    }));
}

export function findingsAbout(
  analysis: Analysis,
  wanted: (finding: Analysis['findings'][number]) => boolean,
): ToldFinding[] {
  return analysis.findings
    .filter(wanted)
    .map((finding) => ({ kind: finding.kind, text: sayFinding(finding), sites: finding.sites }));
}
