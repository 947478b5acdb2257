/** Media types: what a client accepts and what it sends (apiserver pkg/endpoints/handlers/negotiation). */
import { parse as parseYaml } from 'yaml';
import { isRecord } from '#lib/record.ts';
import { badRequest, noRepresentation, notAcceptable, unsupportedMediaType } from '../api-error.ts';
import { parseGoJson } from './go-json.ts';
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

const json = new Set(['application/json', '*/*', '']);
const written = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/**
 * The view that the first acceptable clause asks for: "" for the object itself, else one of `views`, such as Table.
 * Throws 406 when there is no such clause.
 */
export function negotiate(accept: string | undefined, views: readonly string[]): string {
  const asked = clauses(accept ?? '');
  for (const { mediaType, parameters } of asked) {
    const as = parameters.get('as') ?? '';
    if (json.has(mediaType) && (as === '' || views.includes(as))) return as;
  }
  // A type that is known, in a view that is not, is refused later than one that nothing is written in.
  const isKnown = asked.some(({ mediaType }) => json.has(mediaType) || written.includes(mediaType));
  throw isKnown ? notAcceptable(written) : noRepresentation();
}

/** The media type of a request's body without parameters. */
export function contentTypeOf(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

const yamlTypes = new Set(['application/yaml', 'application/apply-patch+yaml']);

export interface ParsedBody {
  value: unknown;
  /** Paths of fields that are said twice. */
  duplicates: readonly string[];
}

/** Throws 400 for a body that does not parse; `refused` makes the sentence of the parser's. */
export function parseBody(
  contentType: string,
  body: Buffer,
  refused: (why: string) => string = (why) => `couldn't get version/kind; json parse error: ${why}`,
): ParsedBody {
  if (yamlTypes.has(contentType))
    try {
      return { value: parseYaml(body.toString(), { version: '1.1' }), duplicates: [] };
    } catch (error) {
      throw badRequest(refused(error instanceof Error ? error.message : `${error}`));
    }
  const parsed = parseGoJson(body);
  if (!parsed.ok) throw badRequest(refused(parsed.error));
  return parsed;
}

const protobuf = 'application/vnd.kubernetes.protobuf';
const objectTypes = ['application/json', 'application/yaml', protobuf];

/** The options in a request's body; a body without a type is JSON. Throws 415 for other types, and for protobuf that is not known here. */
export function parseObjectBody(
  contentType: string,
  body: Buffer,
  refused?: (why: string) => string,
): ParsedBody {
  if (contentType === protobuf) {
    const decoded = decodeProtobuf(body);
    if (decoded.ok) return { value: decoded.value, duplicates: [] };
    throw unsupportedMediaType(objectTypes.filter((type) => type !== protobuf));
  }
  if (contentType !== '' && !objectTypes.includes(contentType)) throw unsupportedMediaType(objectTypes);
  return parseBody(contentType, body, refused);
}

const summaryBytes = 30;

/** What of a body a refusal shows. */
function summary(body: Buffer): string {
  if (body.length === 0) return '<empty>';
  const isObject = body[0] === 0x7b;
  const shown = body.subarray(0, summaryBytes).toString(isObject ? 'utf8' : 'hex');
  return body.length > summaryBytes ? `${shown} ...` : shown;
}

/** How Go writes the struct into which it looks for apiVersion and kind. */
const identityStruct = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** The body as an object of this kind; a custom resource has to name its own. Throws 400 and 415. */
export function parseKindBody(
  contentType: string,
  body: Buffer,
  { kind, isCustom }: { kind: string; isCustom: boolean },
): ParsedBody {
  const unrecognized = (why: string): string =>
    `the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(body)})`;
  const noIdentity = (why: string): string =>
    unrecognized(`couldn't get version/kind; json parse error: ${why}`);
  const parsed = parseObjectBody(contentType, body, noIdentity);
  const value = parsed.value ?? {};
  if (!isRecord(value)) {
    const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    throw badRequest(noIdentity(`json: cannot unmarshal ${found} into Go value of type ${identityStruct}`));
  }
  if (isCustom && !yamlTypes.has(contentType))
    for (const name of ['kind', 'apiVersion'])
      if (value[name] === undefined || value[name] === '') {
        const told = `Object '${name === 'kind' ? 'Kind' : 'apiVersion'}' is missing in '${body.toString()}'`;
        throw badRequest(unrecognized(told));
      }
  return { ...parsed, value };
}
