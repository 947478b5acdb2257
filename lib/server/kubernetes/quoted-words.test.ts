import { expect, test } from 'vitest';
import { quotedWords } from './quoted-words.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl-_';

test.each<[string, unknown, string | null]>([
  ['words', 'spec.hosts: Required value\nand more', 'spec.hosts: Required value\nand more'],
  ['none', '', null],
  ['no text', { message: 'x' }, null],
  ['signs of a terminal', 'a\u001b[31mb\u0007\r', 'a [31mb  '],
  [
    'SEC-29 a token behind its scheme',
    'sent: Bearer abcdefghij0123456789+/=, refused',
    'sent: Bearer …, refused',
  ],
  ['SEC-29 a header', '"authorization":"basic YWRtaW46YWRtaW5hZG1pbg=="', '"authorization":"basic …"'],
  ['SEC-29 a token alone', `user ${jwt} is unknown`, 'user … is unknown'],
  ['SEC-29 half a token', `cut ${jwt.slice(0, 30)}`, 'cut …'],
  [
    'words about tokens',
    'basic authentication; bearer token: Invalid value; eyJ',
    'basic authentication; bearer token: Invalid value; eyJ',
  ],
  ['more than is read', 'x'.repeat(9000), 'x'.repeat(4000)],
  ['SEC-29 a token at the end of what is read', `${'x'.repeat(3980)} ${jwt}`, `${'x'.repeat(3980)} …`],
])('%s', (_, value, words) => {
  expect(quotedWords(value)).toBe(words);
});
