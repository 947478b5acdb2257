/**
 * Objects that client-go's typed clients send as protobuf (kubectl auth can-i, kubectl create …): the messages in use, by field number
 * (k8s.io/api generated.proto). Answers are always JSON, which every client takes.
 */
import { isRecord } from '#lib/record.ts';
import { fail, ok, type Result } from '#lib/result.ts';
import type { JsonRecord } from './json.ts';

/** How a field's bytes read; a message is a function, since messages refer to each other. */
type Reading = 'string' | 'strings' | 'boolean' | 'integer' | 'map' | 'bytesMap' | 'ignored' | Nested;
type Nested = { message: Message; repeated?: true };
type Message = Readonly<Record<number, readonly [name: string, reading: Reading]>>;

const objectMeta: Message = {
  1: ['name', 'string'],
  2: ['generateName', 'string'],
  3: ['namespace', 'string'],
  5: ['uid', 'string'],
  6: ['resourceVersion', 'string'],
  7: ['generation', 'ignored'],
  8: ['creationTimestamp', 'ignored'],
  11: ['labels', 'map'],
  12: ['annotations', 'map'],
  14: ['finalizers', 'strings'],
};
const metadata = ['metadata', { message: objectMeta }] as const;
const status = ['status', 'ignored'] as const;

const resourceAttributes: Message = {
  1: ['namespace', 'string'],
  2: ['verb', 'string'],
  3: ['group', 'string'],
  4: ['version', 'string'],
  5: ['resource', 'string'],
  6: ['subresource', 'string'],
  7: ['name', 'string'],
};
const accessAttributes: Message = {
  1: ['resourceAttributes', { message: resourceAttributes }],
  2: ['nonResourceAttributes', { message: { 1: ['path', 'string'], 2: ['verb', 'string'] } }],
};
const subject: Message = {
  ...accessAttributes,
  3: ['user', 'string'],
  4: ['groups', 'strings'],
  6: ['uid', 'string'],
};
const rule: Message = {
  1: ['verbs', 'strings'],
  2: ['apiGroups', 'strings'],
  3: ['resources', 'strings'],
  4: ['resourceNames', 'strings'],
  5: ['nonResourceURLs', 'strings'],
};
const role: Message = { 1: metadata, 2: ['rules', { message: rule, repeated: true }] };
const boundSubject: Message = {
  1: ['kind', 'string'],
  2: ['apiGroup', 'string'],
  3: ['name', 'string'],
  4: ['namespace', 'string'],
};
const roleRef: Message = { 1: ['apiGroup', 'string'], 2: ['kind', 'string'], 3: ['name', 'string'] };
const binding: Message = {
  1: metadata,
  2: ['subjects', { message: boundSubject, repeated: true }],
  3: ['roleRef', { message: roleRef }],
};
const subjectReview: Message = { 1: metadata, 2: ['spec', { message: subject }], 3: status };

const messages: Readonly<Record<string, Message>> = {
  ClusterRole: role,
  ClusterRoleBinding: binding,
  ConfigMap: { 1: metadata, 2: ['data', 'map'], 3: ['binaryData', 'bytesMap'], 4: ['immutable', 'boolean'] },
  DeleteOptions: {
    1: ['gracePeriodSeconds', 'integer'],
    2: ['preconditions', { message: { 1: ['uid', 'string'], 2: ['resourceVersion', 'string'] } }],
    3: ['orphanDependents', 'boolean'],
    4: ['propagationPolicy', 'string'],
    5: ['dryRun', 'strings'],
  },
  LocalSubjectAccessReview: subjectReview,
  Namespace: { 1: metadata, 2: ['spec', { message: { 1: ['finalizers', 'strings'] } }], 3: status },
  Role: role,
  RoleBinding: binding,
  Secret: {
    1: metadata,
    2: ['data', 'bytesMap'],
    3: ['type', 'string'],
    4: ['stringData', 'map'],
    5: ['immutable', 'boolean'],
  },
  SelfSubjectAccessReview: { 1: metadata, 2: ['spec', { message: accessAttributes }], 3: status },
  SelfSubjectReview: { 1: metadata, 2: status },
  SelfSubjectRulesReview: {
    1: metadata,
    2: ['spec', { message: { 1: ['namespace', 'string'] } }],
    3: status,
  },
  ServiceAccount: { 1: metadata },
  SubjectAccessReview: subjectReview,
  TokenRequest: {
    1: metadata,
    2: [
      'spec',
      {
        message: {
          1: ['audiences', 'strings'],
          3: [
            'boundObjectRef',
            {
              message: {
                1: ['kind', 'string'],
                2: ['apiVersion', 'string'],
                3: ['name', 'string'],
                4: ['uid', 'string'],
              },
            },
          ],
          4: ['expirationSeconds', 'integer'],
        },
      },
    ],
    3: status,
  },
  TokenReview: {
    1: metadata,
    2: ['spec', { message: { 1: ['token', 'string'], 2: ['audiences', 'strings'] } }],
    3: status,
  },
};

const typeMeta: Message = { 1: ['apiVersion', 'string'], 2: ['kind', 'string'] };
const magic = Buffer.from('k8s\0');

class Unreadable extends Error {}

interface Field {
  number: number;
  /** The number of a varint field, or the bytes of a length-delimited one. */
  value: number | Buffer;
}

function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let index = at, scale = 1; index < bytes.length; index += 1, scale *= 128) {
    const byte = bytes[index] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: index + 1 };
  }
  throw new Unreadable('unexpected EOF');
}

function* fields(bytes: Buffer): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at);
    const { value, next } = varint(bytes, tag.next);
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (wire === 0) yield { number, value };
    else if (wire === 2 && next + value <= bytes.length)
      yield { number, value: bytes.subarray(next, next + value) };
    else throw new Unreadable(`unexpected wire type ${wire}`);
    at = wire === 0 ? next : next + value;
  }
}

function mapEntry(bytes: Buffer, asBase64: boolean): JsonRecord {
  const [key, value] = [1, 2].map(
    (wanted) => [...fields(bytes)].find(({ number }) => number === wanted)?.value ?? '',
  );
  const shown = Buffer.isBuffer(value) ? value.toString(asBase64 ? 'base64' : 'utf8') : '';
  return { [`${key}`]: shown };
}

function appended(list: unknown, entry: unknown): unknown[] {
  return [...(Array.isArray(list) ? list : []), entry];
}

function read(reading: Reading, value: Field['value'], present: unknown): unknown {
  if (typeof value === 'number')
    return reading === 'boolean' ? value !== 0 : reading === 'integer' ? value : undefined;
  if (typeof reading === 'object') {
    const nested = decode(reading.message, value);
    return reading.repeated ? appended(present, nested) : nested;
  }
  if (reading === 'strings') return appended(present, value.toString());
  if (reading === 'map' || reading === 'bytesMap')
    return { ...(isRecord(present) ? present : {}), ...mapEntry(value, reading === 'bytesMap') };
  // Go writes empty strings out; JSON leaves them away.
  return reading === 'string' && value.length > 0 ? value.toString() : undefined;
}

function decode(message: Message, bytes: Buffer): JsonRecord {
  const object: JsonRecord = {};
  for (const { number, value } of fields(bytes)) {
    const [name, reading] = message[number] ?? [];
    const empty = typeof value !== 'number' && value.length === 0;
    if (name === undefined || reading === undefined) {
      if (empty) continue;
      // Better refused than silently lost.
      throw new Unreadable(`field ${number} is not known`);
    }
    const found = reading === 'ignored' ? undefined : read(reading, value, object[name]);
    if (found !== undefined) object[name] = found;
  }
  return object;
}

/** The object in an envelope of application/vnd.kubernetes.protobuf; fails for kinds and fields that are not known here. */
export function decodeProtobuf(body: Buffer): Result<JsonRecord, string> {
  if (!body.subarray(0, magic.length).equals(magic)) return fail('the body is no Kubernetes protobuf');
  try {
    const envelope = [...fields(body.subarray(magic.length))];
    const [type, raw] = [1, 2].map((wanted) => envelope.find(({ number }) => number === wanted)?.value);
    const meta = Buffer.isBuffer(type) ? decode(typeMeta, type) : {};
    const message = messages[`${meta.kind}`];
    if (!message) return fail(`no protobuf message ${meta.kind}`);
    return ok({ ...meta, ...decode(message, Buffer.isBuffer(raw) ? raw : Buffer.alloc(0)) });
  } catch (error) {
    if (error instanceof Unreadable) return fail(error.message);
    throw error;
  }
}
