'use client';
/** What can be done with the chosen objects, below the table. */
import { useQueryClient } from '@tanstack/react-query';
import { Download, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { ConfigurationRow } from '#lib/api/configuration/configuration.ts';
import { DeleteDialog } from '../deletion/delete-dialog.tsx';
import { readObjects, saveYaml, yamlStream } from '../export-yaml.ts';
import styles from './list.module.css';

export interface SelectionBarProps {
  chosen: readonly ConfigurationRow[];
  /** How many of them the filter hides. */
  hidden: number;
  onClear(): void;
}

export function SelectionBar({ chosen, hidden, onClear }: SelectionBarProps) {
  const t = useTranslations('configuration.selection');
  const client = useQueryClient();
  const mayWrite = useMayWrite();
  const [busy, setBusy] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const save = async () => {
    setBusy(true);
    const found = await readObjects(client, chosen);
    setBusy(false);
    const read = found.filter((one) => one !== null);
    if (read.length > 0) saveYaml(['istio-objects'], yamlStream(read.map(({ text }) => text)));
    if (read.length < chosen.length) {
      showToast(t('notRead', { count: chosen.length - read.length }), 'failed');
    }
  };
  return (
    <section className={styles.selection} aria-label={t('label')}>
      <b role="status">{t('chosen', { count: chosen.length })}</b>
      {hidden > 0 && <span className={styles.dim}>{t('hidden', { count: hidden })}</span>}
      <span className={styles.gap} />
      <Button
        size="small"
        leading={<Download size={14} aria-hidden />}
        disabled={busy}
        onClick={() => void save()}
      >
        {t(busy ? 'exporting' : 'export')}
      </Button>
      {mayWrite && (
        <Button size="small" leading={<Trash2 size={14} aria-hidden />} onClick={() => setDeleting(true)}>
          {t('delete')}
        </Button>
      )}
      <Button size="small" tone="quiet" leading={<X size={14} aria-hidden />} onClick={onClear}>
        {t('clear')}
      </Button>
      {deleting && <DeleteDialog objects={chosen} onClose={() => setDeleting(false)} onDeleted={onClear} />}
    </section>
  );
}
