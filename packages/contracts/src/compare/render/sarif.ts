import { COMPARISON_CODES, type ComparisonCode } from '../codes.ts';
import type { Comparison, ComparisonFinding } from '../model.ts';

/** SARIF 2.1.0 (OASIS), as code scanning services read it. */
export function renderComparisonSarif(comparison: Comparison): string {
  const used = new Set<string>(comparison.findings.map(({ code }) => code));
  const codes = (Object.keys(COMPARISON_CODES) as ComparisonCode[]).filter((code) =>
    used.has(code),
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ashlar compare', rules: codes.map(ruleOf) } },
        results: comparison.findings.map((finding) => resultOf(finding, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(code: ComparisonCode): unknown {
  const { severity, suggestion } = COMPARISON_CODES[code];
  return {
    id: code,
    shortDescription: { text: code.replaceAll(/[.-]/g, ' ') },
    help: { text: suggestion },
    defaultConfiguration: { level: severity },
  };
}

function resultOf(finding: ComparisonFinding, codes: readonly ComparisonCode[]): unknown {
  const { code, severity, message, pact, document, suggestion } = finding;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: `${pact.consumer}, "${pact.interaction}": ${message} ${suggestion}` },
    locations: [locationOf(pact.file, pact.pointer)],
    relatedLocations: [locationOf(document.file, document.pointer)],
  };
}

function locationOf(file: string, pointer: string): unknown {
  return {
    physicalLocation: { artifactLocation: { uri: uriReference(file) } },
    logicalLocations: [{ fullyQualifiedName: pointer }],
  };
}

/** RFC 3986: a relative path stays relative, so that a service can find the file in the repository. */
function uriReference(file: string): string {
  const path = encodeURI(file.replaceAll('\\', '/'));
  return path.startsWith('/') ? `file://${path}` : path;
}
