import { isAbsolute, relative } from 'node:path';
import { Node, type Project, SyntaxKind } from 'ts-morph';
import type { Analysis } from '../model/analysis.ts';
import type { Plan } from '../model/plan.ts';
import type { Site } from '../model/site.ts';
import { findDeclaration, type OperationNode } from './find-declaration.ts';

/** An operation that others ask of the domain. */
export interface Inbound {
  readonly name: string;
  readonly node: OperationNode;
  readonly sites: readonly Site[];
}

export interface LeftOut {
  readonly what: string;
  readonly why: string;
  readonly sites: Site[];
}

const INBOUND = 'inbound ';

/** Those the plan has found: calls of a function or method of the domain by its name. */
export function plannedOperations(
  project: Project,
  plan: Pick<Plan, 'steps'>,
  pathOf: (file: string) => string,
): { readonly operations: readonly Inbound[]; readonly leftOut: readonly LeftOut[] } {
  const operations: Inbound[] = [];
  const leftOut: LeftOut[] = [];
  for (const { kind, subject, sites } of plan.steps) {
    if (kind !== 'write-contract' || !subject.startsWith(INBOUND)) continue;
    const [file = '', callee = ''] = subject.slice(INBOUND.length).split('#');
    const source = project.getSourceFile(pathOf(file));
    const node = source === undefined ? undefined : findDeclaration(source, callee);
    if (node !== undefined) operations.push({ name: callee, node, sites });
    else {
      const constructed = source?.getClass(callee) !== undefined;
      const why = constructed
        ? 'it makes an instance: wiring, which the other process does for itself'
        : 'its declaration was not found by that name';
      leftOut.push({ what: `${file}#${callee}`, why, sites });
    }
  }
  return { operations, leftOut };
}

/**
 * Those called through an interface that a file of the domain implements: behind it, calls name no
 * file, so that only the types know.
 */
export function interfaceOperations(
  project: Project,
  analysis: Pick<Analysis, 'files'>,
  domain: string,
  root: string,
): readonly Inbound[] {
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const pathOf = (node: Node): string => inside(root, node.getSourceFile().getFilePath());
  const interfaces = new Set<Node>();
  // Only those written here: what a library declares is no seam of the domain.
  const collect = (declarations: readonly Node[] = []): void => {
    for (const one of declarations) {
      if (Node.isInterfaceDeclaration(one) && domainOf.has(pathOf(one))) interfaces.add(one);
    }
  };
  for (const file of project.getSourceFiles()) {
    if (domainOf.get(pathOf(file)) !== domain) continue;
    for (const cls of file.getClasses()) {
      for (const one of cls.getImplements()) {
        collect(one.getType().getSymbol()?.getDeclarations());
      }
    }
    for (const one of file.getFunctions()) {
      collect(one.getReturnTypeNode()?.getType().getSymbol()?.getDeclarations());
    }
  }
  const found = new Map<Node, Inbound & { sites: Site[] }>();
  for (const file of project.getSourceFiles()) {
    const caller = domainOf.get(pathOf(file));
    if (caller === undefined || caller === null || caller === domain) continue;
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      const callee = call.getExpression();
      if (!Node.isPropertyAccessExpression(callee)) continue;
      const member = callee.getNameNode().getSymbol()?.getDeclarations()[0];
      const parent = member?.getParent();
      if (!Node.isMethodSignature(member) || parent === undefined || !interfaces.has(parent))
        continue;
      const known = found.get(member) ?? {
        name: nameOf(parent, member.getName()),
        node: member,
        sites: [],
      };
      known.sites.push({ file: pathOf(file), line: call.getStartLineNumber() });
      found.set(member, known);
    }
  }
  return [...found.values()];
}

function nameOf(parent: Node, member: string): string {
  return Node.isInterfaceDeclaration(parent) ? `${parent.getName()}.${member}` : member;
}

/** Relative to the root with `/`; files outside keep their absolute path. */
export function inside(root: string, path: string): string {
  const local = relative(root, path).replaceAll('\\', '/');
  return local.startsWith('..') || isAbsolute(local) ? path : local;
}
