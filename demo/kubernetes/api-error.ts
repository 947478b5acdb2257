/** Failures as Kubernetes states them: `Status` bodies with its wording (apimachinery pkg/api/errors). */
import type { Kind } from './kinds.ts';

/** One line of `details.causes`; `reason` is a field error's type such as FieldValueInvalid. */
export interface Cause {
  reason: string;
  message: string;
  field?: string;
}

export interface Details {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: readonly Cause[];
  retryAfterSeconds?: number;
}

export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Details | undefined;

  constructor(code: number, reason: string, message: string, details?: Details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

export function statusOf(error: ApiError): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: error.message,
    ...(error.reason === '' ? {} : { reason: error.reason }),
    ...(error.details === undefined ? {} : { details: error.details }),
    code: error.code,
  };
}

/** A text in quotes as Go's %q writes it. */
export function goQuote(text: string): string {
  return JSON.stringify(text).replaceAll(/\\u00([01][0-9a-f]|7f)/g, String.raw`\x$1`);
}

type Named = Pick<Kind, 'group' | 'plural'>;

/** "virtualservices.networking.istio.io", or just "pods". */
function qualified(kind: Named): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
}

function detailsOf(kind: Named, name: string): Details {
  return {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
  };
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function forbidden(kind: Named, name: string, why: string): ApiError {
  const subject = name === '' ? qualified(kind) : `${qualified(kind)} "${name}"`;
  return new ApiError(403, 'Forbidden', `${subject} is forbidden: ${why}`, detailsOf(kind, name));
}

export function notFound(kind: Named, name: string): ApiError {
  return new ApiError(
    404,
    'NotFound',
    `${qualified(kind)} ${goQuote(name)} not found`,
    detailsOf(kind, name),
  );
}

export function noSuchResource(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

export function alreadyExists(kind: Named, name: string): ApiError {
  return new ApiError(
    409,
    'AlreadyExists',
    `${qualified(kind)} "${name}" already exists`,
    detailsOf(kind, name),
  );
}

export function conflict(kind: Named, name: string, why: string, causes?: readonly Cause[]): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${why}`,
    causes === undefined ? detailsOf(kind, name) : { ...detailsOf(kind, name), causes },
  );
}

export const staleObject =
  'the object has been modified; please apply your changes to the latest version and try again';

export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

export function tooLarge(message: string): ApiError {
  return new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );
}

/** Of a patch in a type that is none. */
export function unsupportedPatchType(): ApiError {
  return new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** Of a media type that nothing is written in. */
export function noRepresentation(): ApiError {
  const representations = ['json', 'yaml', 'vnd.kubernetes.protobuf', 'json;stream=watch'];
  const told = [...representations, 'vnd.kubernetes.protobuf;stream=watch'].map(
    (name) => `application/${name}`,
  );
  return new ApiError(
    406,
    'NotAcceptable',
    `406: Not Acceptable\n\nAvailable representations: ${told.join(', ')}`,
    {},
  );
}

export function notAcceptable(accepted: readonly string[]): ApiError {
  return new ApiError(
    406,
    'NotAcceptable',
    `only the following media types are accepted: ${accepted.join(', ')}`,
  );
}

export function unprocessable(): ApiError {
  return new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

const fieldErrorTexts = {
  FieldValueRequired: 'Required value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueNotFound: 'Not found',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
} as const;

/** A field error (apimachinery pkg/util/validation/field). `value` is shown for the types that show one. */
export interface FieldError {
  reason: keyof typeof fieldErrorTexts;
  field: string;
  value?: unknown;
  detail: string;
}

export function causeOf(error: FieldError): Cause {
  const { value } = error;
  const shown =
    value === undefined ? '' : `: ${typeof value === 'string' ? goQuote(value) : JSON.stringify(value)}`;
  const detail = error.detail === '' ? '' : `: ${error.detail}`;
  return {
    reason: error.reason,
    message: `${fieldErrorTexts[error.reason]}${shown}${detail}`,
    field: error.field,
  };
}

/** 422 with the causes given; `kind` and `group` are those of the judged kind, such as VirtualService. */
export function invalid(group: string, kind: string, name: string, causes: readonly Cause[]): ApiError {
  const lines = [...new Set(causes.map((cause) => `${cause.field}: ${cause.message}`))];
  const told = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return new ApiError(
    422,
    'Invalid',
    `${group === '' ? kind : `${kind}.${group}`} ${goQuote(name)} is invalid: ${told}`,
    {
      ...(name === '' ? {} : { name }),
      ...(group === '' ? {} : { group }),
      ...(kind === '' ? {} : { kind }),
      causes,
    },
  );
}
