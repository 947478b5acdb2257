/** What the text itself gives cause to say: it cannot be read, or kubectl reads something that other readers do not. */
import type { useTranslations } from 'use-intl';
import { lineIn } from '#lib/document/place.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import type { ShownFinding } from './shown-finding.ts';

type EditorTexts = ReturnType<typeof useTranslations<'editor'>>;

export function yamlFindings(document: YamlDocument, t: EditorTexts): ShownFinding[] {
  const { problem, text } = document;
  if (problem !== null) {
    const end = text.indexOf('\n', problem.offset);
    const to = end === -1 ? text.length : end;
    const from = Math.min(problem.offset, text.length);
    return [
      {
        id: `yaml ${problem.code} ${from}`,
        severity: 'error',
        text: t(`yaml.${problem.code}`),
        code: 'YAML',
        place: { from, to: Math.max(from, to), line: problem.line },
        path: [],
        object: null,
        fix: null,
        subset: null,
        wasThere: false,
      },
    ];
  }
  return document.notes.map(({ code, path, offset, text: written, value, otherwise }) => {
    const quoting = code === 'reads-otherwise' && typeof value !== 'string';
    return {
      id: `note ${code} ${offset}`,
      severity: 'note',
      text: t(`note.${code}`, {
        text: written,
        value: JSON.stringify(value),
        otherwise: JSON.stringify(otherwise),
      }),
      code: 'YAML 1.1',
      place: {
        from: offset,
        to: offset + written.length,
        line: lineIn(document, offset),
      },
      path,
      object: null,
      fix: quoting ? [{ op: 'set', path, value: written }] : null,
      subset: null,
      wasThere: false,
    };
  });
}
