import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  childOf,
  type DocumentFile,
  type DocumentNode,
  elementsOf,
  isRecord,
  type JsonRecord,
  memberOf,
  membersOf,
  rootNode,
  stringMember,
} from './node.ts';

/** Gives the parsed file at an absolute `file:` URI, or undefined where there is none. */
export type OpenFile = (uri: string) => DocumentFile | undefined;

/** Identifiers and anchors of one file (JSON Schema 2020-12, 8.2). */
interface Identifiers {
  /** Absolute URI to the schema resource that declares it with `$id`. */
  readonly resources: ReadonlyMap<string, DocumentNode>;
  /** `<resource URI>#<anchor>` for `$anchor` and `$dynamicAnchor`. */
  readonly anchors: ReadonlyMap<string, DocumentNode>;
}

const LONGEST_CHAIN = 100;

/**
 * Finds what a `$ref` names: JSON Pointers, anchors, `$id`s and other files. Nothing is looked up
 * before it is needed, and nothing is ever read from the network.
 */
export class References {
  readonly #open: OpenFile;
  readonly #found = new Map<DocumentFile, Map<string, DocumentNode | undefined>>();
  readonly #identifiers = new Map<DocumentFile, Identifiers>();
  /** By the object that has the `$ref`: most are followed again and again. */
  readonly #targets = new WeakMap<JsonRecord, DocumentNode | undefined>();

  constructor(open: OpenFile) {
    this.#open = open;
  }

  /** Follows references until something else is reached; undefined if that never happens. */
  follow(node: DocumentNode): DocumentNode | undefined {
    let at: DocumentNode | undefined = node;
    for (let hops = 0; at !== undefined && hops < LONGEST_CHAIN; hops += 1) {
      const reference = stringMember(at.value, '$ref');
      if (reference === undefined) return at;
      at = this.resolve(reference, at);
    }
    return undefined;
  }

  /** One step: what `reference` names when it stands at `from`. */
  resolve(reference: string, from: DocumentNode): DocumentNode | undefined {
    const owner = from.value;
    if (!isRecord(owner) || owner.$ref !== reference) return this.#resolved(reference, from);
    if (!this.#targets.has(owner)) this.#targets.set(owner, this.#resolved(reference, from));
    return this.#targets.get(owner);
  }

  #resolved(reference: string, from: DocumentNode): DocumentNode | undefined {
    const base = resourceOf(from);
    const key = `${base.uri}\n${reference}`;
    let found = this.#found.get(from.file);
    if (found === undefined) {
      found = new Map();
      this.#found.set(from.file, found);
    }
    if (!found.has(key)) found.set(key, this.#find(reference, base));
    return found.get(key);
  }

  /** The schema resource a `$dynamicAnchor` of that name would be found in, seen from `node`. */
  dynamicAnchor(resource: DocumentNode, name: string): DocumentNode | undefined {
    const { uri } = resourceOf(resource);
    const anchor = this.#identifiersOf(resource.file).anchors.get(`${uri}#${name}`);
    return stringMember(anchor?.value, '$dynamicAnchor') === name ? anchor : undefined;
  }

  #find(reference: string, base: Resource): DocumentNode | undefined {
    const [address = '', ...rest] = reference.split('#');
    const fragment = decodeFragment(rest.join('#'));
    if (address === '') {
      const inResource = this.#within(base.node, base.uri, fragment);
      return inResource ?? this.#within(rootNode(base.node.file), baseOf(base.node.file), fragment);
    }
    const uri = absolute(address, base.uri);
    if (uri === undefined) return undefined;
    const { file } = base.node;
    const resource =
      this.#identifiersOf(file).resources.get(uri) ??
      this.#otherFile(uri) ??
      // The document calls itself by an address that it was not read from: its neighbours are here.
      (baseOf(file) === file.uri ? undefined : this.#otherFile(absolute(address, file.uri) ?? ''));
    return resource === undefined ? undefined : this.#within(resource, uri, fragment);
  }

  #otherFile(uri: string): DocumentNode | undefined {
    const file = uri.startsWith('file:') ? this.#open(uri) : undefined;
    return file === undefined ? undefined : rootNode(file);
  }

  #within(resource: DocumentNode, uri: string, fragment: string): DocumentNode | undefined {
    if (fragment === '') return resource;
    if (!fragment.startsWith('/')) {
      return this.#identifiersOf(resource.file).anchors.get(`${uri}#${fragment}`);
    }
    let at = resource;
    for (const token of fragment.slice(1).split('/')) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      if (memberOf(at.value, key) === undefined) return undefined;
      at = childOf(at, key);
    }
    return at;
  }

  #identifiersOf(file: DocumentFile): Identifiers {
    let known = this.#identifiers.get(file);
    if (known === undefined) {
      known = collectIdentifiers(file);
      this.#identifiers.set(file, known);
    }
    return known;
  }
}

interface Resource {
  readonly node: DocumentNode;
  readonly uri: string;
}

/** The schema resource a node belongs to: the nearest `$id` above it, else the file. */
export function resourceOf(node: DocumentNode): Resource {
  const chain: DocumentNode[] = [];
  for (let at: DocumentNode | undefined = node; at !== undefined; at = at.parent) {
    if (stringMember(at.value, '$id') !== undefined) chain.push(at);
  }
  let resource: Resource = { node: rootNode(node.file), uri: baseOf(node.file) };
  for (const at of chain.reverse()) {
    const uri = absolute(stringMember(at.value, '$id') ?? '', resource.uri);
    if (uri !== undefined) resource = { node: at, uri };
  }
  return resource;
}

/** OpenAPI 3.2: `$self` is the address of a document, wherever it was read from. */
function baseOf(file: DocumentFile): string {
  const self = stringMember(file.root, '$self');
  return (self === undefined ? undefined : absolute(self, file.uri)) ?? file.uri;
}

function collectIdentifiers(file: DocumentFile): Identifiers {
  const resources = new Map<string, DocumentNode>();
  const anchors = new Map<string, DocumentNode>();
  resources.set(baseOf(file), rootNode(file));
  visit(rootNode(file), baseOf(file));
  return { resources, anchors };

  function visit(node: DocumentNode, base: string): void {
    let uri = base;
    if (isRecord(node.value)) {
      const id = stringMember(node.value, '$id');
      if (id !== undefined) {
        uri = absolute(id, base) ?? base;
        resources.set(uri, node);
      }
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const anchor = stringMember(node.value, keyword);
        if (anchor !== undefined) anchors.set(`${uri}#${anchor}`, node);
      }
      for (const member of membersOf(node)) visit(member, uri);
    } else for (const element of elementsOf(node)) visit(element, uri);
  }
}

function absolute(address: string, base: string): string | undefined {
  if (!URL.canParse(address, base)) return undefined;
  const url = new URL(address, base);
  url.hash = '';
  return url.href;
}

/** RFC 6901, 6: a pointer in a fragment is percent-encoded; a stray % is taken as it stands. */
function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** The URI of a document that was read from `source`, or of one that was handed over as a value. */
export function uriOf(source: string): string {
  return isAbsolute(source)
    ? pathToFileURL(source).href
    : new URL(encodeURI(source), 'memory:///').href;
}
