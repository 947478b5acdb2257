'use client';
/** The object's text, to be read: highlighted, with the findings at their places, and with a line to begin at. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { CodeMark } from '#components/kit/yaml-editor/code-words.ts';
import { YamlEditor, type YamlEditorHandle } from '#components/kit/yaml-editor/yaml-editor.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { useCopied } from '#components/ui/use-copied.ts';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { placeOf } from '#lib/document/place.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import styles from './detail.module.css';
import { useFindingText } from './finding-list.tsx';
import { offsetOfLine } from './offset-of-line.ts';
import { useObjectUrl } from './use-object-url.ts';

export function YamlTab({ detail }: { detail: ConfigurationObject }) {
  const t = useTranslations('configuration.detail');
  const format = useFormat();
  const textOf = useFindingText();
  const clipboard = useCopied();
  const { line } = useObjectUrl();
  const editor = useRef<YamlEditorHandle>(null);
  const { text, findings, kind, name, resourceVersion } = detail;
  const document = useMemo(() => parseDocument(text), [text]);
  const marks = {
    text,
    marks: findings.flatMap((finding): CodeMark[] => {
      const place = placeOf(document, finding.place.path);
      if (place === null) return [];
      const { from, to } = place;
      return [{ from, to, severity: finding.severity, message: textOf(finding), source: finding.code }];
    }),
  };
  useEffect(() => {
    if (line !== null) editor.current?.reveal(offsetOfLine(text, line), false);
  }, [line, text]);
  return (
    <div className={styles.yaml}>
      <div className={styles.yamlHead}>
        <span className={styles.caption}>
          {t('yamlAbout', { lines: format.count(text.split('\n').length - 1), version: resourceVersion })}
        </span>
        <Button
          size="small"
          leading={clipboard.copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          onClick={() => clipboard.copy(text)}
        >
          {t(clipboard.copied ? 'copied' : 'copy')}
        </Button>
      </div>
      <YamlEditor
        ref={editor}
        text={text}
        label={t('yamlOf', { kind: kindName(kind), name })}
        readOnly
        marks={marks}
      />
    </div>
  );
}
