import type { DocumentKind } from './document.ts';
import { childOf, type DocumentNode, memberOf, membersOf, stringMember } from './node.ts';
import type { Parameter, ParameterPlace, Serialization } from './operation.ts';
import { swaggerSerialization } from './swagger2.ts';

const STYLES = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
] as const;

/** Undefined for Swagger 2 parameters that are a body, and for what is no parameter at all. */
export function readParameter(node: DocumentNode, kind: DocumentKind): Parameter | undefined {
  const name = stringMember(node.value, 'name');
  const place = placeOf(node);
  if (name === undefined || place === undefined) return undefined;
  const common = {
    name,
    in: place,
    required: memberOf(node.value, 'required') === true || place === 'path',
    node,
  };
  if (kind === 'swagger-2') {
    return {
      ...common,
      schema: node,
      contentType: undefined,
      serialization: swaggerSerialization(node.value, place),
    };
  }
  const content = membersOf(childOf(node, 'content'))[0];
  const schema = childOf(content ?? node, 'schema');
  return {
    ...common,
    schema: schema.value === undefined ? undefined : schema,
    contentType: content?.key,
    serialization: serializationOf(node, place),
  };
}

function placeOf(node: DocumentNode): ParameterPlace | undefined {
  const place = stringMember(node.value, 'in');
  switch (place) {
    case 'path':
    case 'query':
    case 'header':
    case 'cookie':
    case 'querystring':
      return place;
    default:
      return undefined;
  }
}

/** `style` and `explode`, or what a place has without them. */
export function serializationOf(node: DocumentNode, place: ParameterPlace): Serialization {
  const usual = place === 'path' || place === 'header' ? 'simple' : 'form';
  const written = stringMember(node.value, 'style');
  const style = STYLES.find((name) => name.toLowerCase() === written?.toLowerCase()) ?? usual;
  const explode = memberOf(node.value, 'explode');
  return { style, explode: typeof explode === 'boolean' ? explode : style === 'form' };
}
