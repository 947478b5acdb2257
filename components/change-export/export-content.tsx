'use client';
/** Changes for whoever makes them elsewhere: the YAML, a command for kubectl, or a patch to read or commit. */
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import type { FileEnding } from '#components/ui/files/file-name.ts';
import { saveFile } from '#components/ui/files/save-file.ts';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { parseDocument } from '#lib/document/stream.ts';
import { kubectlCommand, unifiedPatch } from '#lib/istio/changes/export-change.ts';
import { sourceText } from '#lib/istio/changes/source-text.ts';
import { itemKeyOf, type Kind } from '#lib/istio/kinds/kind.ts';
import styles from './export.module.css';

export interface ExportedChange {
  kind: Kind;
  namespace: string;
  name: string;
  /** Null for an object that is not there yet. */
  base: string | null;
  text: string;
}

type Form = 'yaml' | 'command' | 'patch';
const endings: Readonly<Record<Form, FileEnding>> = { yaml: 'yaml', command: 'sh', patch: 'patch' };

function written(form: Form, { kind, namespace, name, base, text }: ExportedChange): string {
  if (form === 'yaml') return sourceText(text);
  if (form === 'patch') {
    const before = base === null ? '' : sourceText(base);
    return unifiedPatch(`${namespace}/${kind.plural}/${name}.yaml`, before, sourceText(text));
  }
  const [before, after] = [base === null ? null : parseDocument(base), parseDocument(text)];
  if (after.problem !== null) return '';
  const object = { group: kind.group, plural: kind.plural, namespace, name };
  const command = kubectlCommand(
    object,
    { before: before?.value ?? null, after: after.value, text },
    itemKeyOf(kind),
  );
  return command === null ? '' : `${command}\n`;
}

export function ExportContent({ items, onClose }: { items: readonly ExportedChange[]; onClose: () => void }) {
  const t = useTranslations('editor.export');
  const common = useTranslations('common');
  const [form, setForm] = useState<Form>('yaml');
  const text = useMemo(() => {
    const parts = items.map((item) => written(form, item)).filter((part) => part !== '');
    return parts.join(form === 'yaml' ? '---\n' : '');
  }, [items, form]);
  const [first] = items;
  return (
    <Dialog title={t('title')} closeLabel={common('close')} width={720} onClose={onClose}>
      <div className={styles.export} data-form={form}>
        <div className={styles.row}>
          <Segments
            label={t('form')}
            value={form}
            onChange={setForm}
            options={[
              { value: 'yaml', name: t('yaml') },
              { value: 'command', name: t('command') },
              { value: 'patch', name: t('patch') },
            ]}
          />
          <span className={styles.quiet}>{t('lead')}</span>
        </div>
        {text === '' ? (
          <p className={styles.quiet}>{t('nothing')}</p>
        ) : (
          <CopyBlock text={text} copyLabel={common('copy')} copiedLabel={common('copied')} />
        )}
        <div className={styles.end}>
          <Button
            disabled={text === ''}
            onClick={() =>
              saveFile([first?.name || 'change'], endings[form], new Blob([text], { type: 'text/plain' }))
            }
          >
            {t('download')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
