/** Media types: what a client accepts and what it sends (apiserver pkg/endpoints/handlers/negotiation). */
import { parse as parseYaml } from 'yaml';
import { badRequest, notAcceptable, unsupportedMediaType } from './api-error.ts';
import { decodeProtobuf } from './protobuf.ts';

interface Clause {
  mediaType: string;
  parameters: ReadonlyMap<string, string>;
}

function clauses(header: string): Clause[] {
  return header.split(',').map((clause) => {
    const [mediaType = '', ...parameters] = clause.split(';').map((part) => part.trim());
    return {
      mediaType: mediaType.toLowerCase(),
      parameters: new Map(
        parameters.map((parameter) => {
          const [key = '', value = ''] = parameter.split('=');
          return [key, value];
        }),
      ),
    };
  });
}

const json = new Set(['application/json', 'application/*', '*/*', '']);

/**
 * The view that the first acceptable clause asks for: "" for the object itself, else one of `views`, such as Table.
 * Throws 406 when there is no such clause.
 */
export function negotiate(accept: string | undefined, views: readonly string[]): string {
  for (const { mediaType, parameters } of clauses(accept ?? '')) {
    const as = parameters.get('as') ?? '';
    if (json.has(mediaType) && (as === '' || views.includes(as))) return as;
  }
  throw notAcceptable(['application/json']);
}

/** The media type of a request's body without parameters. */
export function contentTypeOf(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

const yamlTypes = new Set(['application/yaml', 'application/apply-patch+yaml']);

/** Throws 400 for a body that does not parse. */
export function parseBody(contentType: string, body: Buffer): unknown {
  try {
    return yamlTypes.has(contentType)
      ? parseYaml(body.toString(), { version: '1.1' })
      : JSON.parse(body.toString());
  } catch (error) {
    const why = error instanceof Error ? error.message : `${error}`;
    throw badRequest(`the object provided is unrecognized (must be of type object): ${why}`);
  }
}

const protobuf = 'application/vnd.kubernetes.protobuf';
const objectTypes = ['application/json', 'application/yaml', protobuf];

/** The object in a request's body; a body without a type is JSON. Throws 415 for other types, and for protobuf that is not known here. */
export function parseObjectBody(contentType: string, body: Buffer): unknown {
  if (contentType === protobuf) {
    const decoded = decodeProtobuf(body);
    if (decoded.ok) return decoded.value;
    throw unsupportedMediaType(objectTypes.filter((type) => type !== protobuf));
  }
  if (contentType !== '' && !objectTypes.includes(contentType)) throw unsupportedMediaType(objectTypes);
  return parseBody(contentType, body);
}
