import { join, resolve } from 'node:path';
import {
  type ClassDeclaration,
  type FunctionDeclaration,
  type InterfaceDeclaration,
  type Node,
  Node as Nodes,
  type ParameterDeclaration,
  type TypeAliasDeclaration,
  type VariableStatement,
} from 'ts-morph';
import type { Analysis } from './model/analysis.ts';
import { AnalyzerError } from './model/error.ts';
import type { Plan } from './model/plan.ts';
import {
  SEAM_SCHEMA_VERSION,
  SEAM_VERDICTS,
  type Seam,
  type SeamOperation,
  type SeamReason,
} from './model/seam.ts';
import type { Site } from './model/site.ts';
import { ASHLAR_VERSION } from './model/version.ts';
import { whyItCannotAwait } from './seam/callers.ts';
import { type Inbound, inside, interfaceOperations, plannedOperations } from './seam/inbound.ts';
import { mutationsOf } from './seam/mutations.ts';
import { openProject } from './seam/open-project.ts';
import { hasUndefined, TypeReader } from './seam/read-type.ts';

/**
 * What the others ask of the domain of a plan, with its types as JSON Schema and, for each operation,
 * whether it can cross a network and what is in the way, with sites.
 *
 * @param folder the codebase that was analysed
 * @throws {AnalyzerError} ANALYZER_NO_SEAM
 */
export function readSeam(folder: string, analysis: Analysis, plan: Plan): Seam {
  const root = resolve(folder);
  const domain = plan.chosen ?? '';
  const own = analysis.files.filter((file) => file.domain === domain).map((file) => file.path);
  const others = analysis.files.filter((file) => file.domain !== null && file.domain !== domain);
  const files = [...own, ...others.map((file) => file.path)];
  const project = openProject(root, files, prismaSchemas(analysis));
  const planned = plannedOperations(project, plan, (file) => join(root, file));
  const behind = interfaceOperations(project, analysis, domain, root);
  // A call through an interface that leads to one class is the same call twice.
  const known = new Set(
    planned.operations.flatMap(({ name, sites }) => sites.map((site) => callKey(name, site))),
  );
  const inbound = [
    ...planned.operations,
    ...behind.filter(({ name, sites }) => !sites.every((site) => known.has(callKey(name, site)))),
  ];
  if (inbound.length === 0 && planned.leftOut.length === 0) {
    throw new AnalyzerError(
      'ANALYZER_NO_SEAM',
      `nobody in the code calls an operation of ${domain}`,
      'Draft its routes from traffic instead: `ashlar draft --from`.',
    );
  }
  const siteOf = (node: Node): Site => ({
    file: inside(root, node.getSourceFile().getFilePath()),
    line: node.getStartLineNumber(),
  });
  const reader = new TypeReader(siteOf);
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const operations = inbound.map((one) =>
    readOperation(
      one,
      reader,
      siteOf,
      (site) =>
        project.getSourceFile(join(root, site.file)) === undefined
          ? undefined
          : whyItCannotAwait(project.getSourceFileOrThrow(join(root, site.file)), site, one.name),
      domainOf,
    ),
  );
  return {
    schemaVersion: SEAM_SCHEMA_VERSION,
    ashlarVersion: ASHLAR_VERSION,
    domain,
    operations: operations.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    $defs: Object.fromEntries(
      Object.entries(reader.definitions).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    leftOut: planned.leftOut.map((one) => ({ ...one })),
  };
}

function prismaSchemas({ tables }: Pick<Analysis, 'tables'>): readonly string[] {
  const files = tables.flatMap(({ definedAt }) => definedAt?.file ?? []);
  return [...new Set(files)].filter((file) => file.endsWith('.prisma')).sort();
}

function callKey(name: string, { file, line }: Site): string {
  return `${name.slice(name.lastIndexOf('.') + 1)} ${file}:${line}`;
}

function readOperation(
  { name, node, sites }: Inbound,
  reader: TypeReader,
  siteOf: (node: Node) => Site,
  cannotAwait: (site: Site) => string | undefined,
  domainOf: ReadonlyMap<string, string | null>,
): SeamOperation {
  const reasons: SeamReason[] = [];
  const declared = node.getParameters().filter((parameter) => parameter.getName() !== 'this');
  const parameters = declared.map((parameter, index) => {
    const named = parameterName(parameter, index);
    const where = `request.${named}`;
    const schema = reader.read(parameter.getType(), parameter, where, reasons);
    const changes = mutationsOf(node, parameter);
    if (changes.length > 0) {
      reasons.push(reader.reason('mutated-argument', where, named, changes.map(siteOf)));
    }
    const required = !parameter.isOptional() && !hasUndefined(parameter.getType());
    return { name: named, required, schema };
  });
  for (const generic of Nodes.isTypeParametered(node) ? node.getTypeParameters() : []) {
    reasons.push(reader.reason('generic', '', generic.getName(), [siteOf(generic)]));
  }
  const returned = node.getReturnType();
  const asynchronous = returned.getSymbol()?.getName() === 'Promise';
  const answer = asynchronous ? (returned.getTypeArguments()[0] ?? returned) : returned;
  const nothing = answer.isVoid() || answer.isUndefined() || answer.isNever();
  const result = nothing ? null : reader.read(answer, node, 'result', reasons);
  if (!nothing && hasUndefined(answer)) {
    reasons.push(reader.reason('maybe-absent', 'result', '', [siteOf(node)]));
  }
  if (!asynchronous) reasons.push(...synchronous(sites, reader, cannotAwait));
  const site = siteOf(node);
  return {
    id: `${site.file}#${name}`,
    name,
    file: site.file,
    line: site.line,
    callers: callersOf(sites, domainOf),
    asynchronous,
    verdict: worst(reasons),
    reasons: grouped(reasons),
    parameters,
    result,
    exported: exportedAs(node),
  };
}

function exportedAs(node: Node): SeamOperation['exported'] {
  // A member is got at by its class or interface, an arrow function by its variable.
  const declaration = [node, ...node.getAncestors()].find((one) =>
    isExportedKind(one) ? one.isDefaultExport() || one.isExported() : false,
  );
  if (declaration === undefined || !isExportedKind(declaration)) return 'not';
  return declaration.isDefaultExport() ? 'as-default' : 'by-name';
}

type ExportedKind =
  | ClassDeclaration
  | FunctionDeclaration
  | InterfaceDeclaration
  | TypeAliasDeclaration
  | VariableStatement;

function isExportedKind(node: Node): node is ExportedKind {
  return (
    Nodes.isClassDeclaration(node) ||
    Nodes.isFunctionDeclaration(node) ||
    Nodes.isInterfaceDeclaration(node) ||
    Nodes.isTypeAliasDeclaration(node) ||
    Nodes.isVariableStatement(node)
  );
}

/** A parameter that is taken apart where it is declared has no name of its own. */
function parameterName(parameter: ParameterDeclaration, index: number): string {
  if (Nodes.isIdentifier(parameter.getNameNode())) return parameter.getName();
  return index === 0 ? 'input' : `input${index + 1}`;
}

function synchronous(
  sites: readonly Site[],
  reader: TypeReader,
  cannotAwait: (site: Site) => string | undefined,
): readonly SeamReason[] {
  const stuck = sites.flatMap((site) => {
    const why = cannotAwait(site);
    return why === undefined ? [] : [{ site, why }];
  });
  if (stuck.length === 0) return [reader.reason('becomes-asynchronous', '', '', [...sites])];
  const words = [...new Set(stuck.map(({ why }) => why))].sort().join('; ');
  return [
    reader.reason(
      'synchronous-caller',
      '',
      words,
      stuck.map(({ site }) => site),
    ),
  ];
}

function worst(reasons: readonly SeamReason[]): SeamOperation['verdict'] {
  const ranks = reasons.map(({ verdict }) => SEAM_VERDICTS.indexOf(verdict));
  return SEAM_VERDICTS[Math.max(0, ...ranks)] ?? 'safe';
}

/** The same thing at the same place is said once; the worst comes first. */
function grouped(reasons: readonly SeamReason[]): SeamReason[] {
  const distinct = new Map(reasons.map((one) => [`${one.kind} ${one.where} ${one.text}`, one]));
  return [...distinct.values()].sort(
    (a, b) =>
      SEAM_VERDICTS.indexOf(b.verdict) - SEAM_VERDICTS.indexOf(a.verdict) ||
      (a.where < b.where ? -1 : a.where > b.where ? 1 : 0),
  );
}

function callersOf(
  sites: readonly Site[],
  domainOf: ReadonlyMap<string, string | null>,
): SeamOperation['callers'] {
  const groups = Map.groupBy(sites, ({ file }) => domainOf.get(file) ?? '(none)');
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([domain, all]) => ({ domain, sites: all }));
}
