'use client';
/** The switch: what new pods of a namespace shall get, what that does in words, what the API server says to it, then written. */
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import type { Mesh, MeshNamespace } from '#lib/api/mesh/mesh.ts';
import { changedLabels, choiceOf, labelsOfChoice, type ProxyChoice } from '#lib/istio/namespace-labels.ts';
import { labelEffects } from '#lib/mesh/effects.ts';
import { EffectList } from './effect-list.tsx';
import styles from './mesh-page.module.css';
import { Trial } from './trial.tsx';
import { useLabels } from './use-labels.ts';

const kinds = ['default', 'revision', 'ambient', 'off', 'unset'] as const;

export interface LabelDialogProps {
  namespace: MeshNamespace;
  mesh: Mesh;
  onClose(): void;
}

export function LabelDialog({ namespace: live, mesh, onClose }: LabelDialogProps) {
  const t = useTranslations('mesh.switch');
  const common = useTranslations('common');
  const id = useId();
  const actions = useLabels();
  // What was looked at when it was opened is what is decided about: somebody else's change is a conflict.
  const [namespace] = useState(live);
  const [choice, setChoice] = useState<ProxyChoice>(() => choiceOf(namespace.labels));
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [isAccepted, setAccepted] = useState(false);
  const { revisions } = mesh;
  const change = changedLabels(namespace.labels, labelsOfChoice(choice));
  const isChange = Object.keys(change).length > 0;
  const names = revisions.map(({ name }) => name);
  const choose = (kind: ProxyChoice['kind']) => {
    setFailed(null);
    setAccepted(false);
    const asked = choiceOf(namespace.labels);
    const name =
      asked.kind === 'revision' ? asked.name : (names.find((one) => one !== 'default') ?? names[0] ?? '');
    setChoice(kind === 'revision' ? { kind, name } : { kind });
  };
  const confirm = async () => {
    setBusy(true);
    const problem = await actions.write(namespace, change, reason.trim());
    setBusy(false);
    if (problem === null) onClose();
    else setFailed(problem);
  };
  const noteOf = (kind: ProxyChoice['kind']): string | null => {
    if (kind === 'default' && !names.includes('default')) return t('defaultUnknown');
    return kind === 'ambient' && !mesh.ambientReady ? t('noAmbient') : null;
  };
  return (
    <Dialog
      title={t('title', { namespace: namespace.name })}
      closeLabel={common('close')}
      width={600}
      place="top"
      onClose={onClose}
    >
      <div className={styles.form}>
        <fieldset className={styles.choices}>
          <legend>{t('legend')}</legend>
          {kinds.map((kind) => {
            const note = noteOf(kind);
            const isOff =
              (kind === 'revision' && names.length === 0) || (kind === 'ambient' && !mesh.ambientReady);
            return (
              <label key={kind} className={styles.choice} data-off={isOff || undefined}>
                <input
                  type="radio"
                  name={id}
                  checked={choice.kind === kind}
                  disabled={isOff}
                  onChange={() => choose(kind)}
                />
                <span>
                  {t(`option.${kind}`)}
                  {note !== null && <span className={styles.sub}>{note}</span>}
                </span>
              </label>
            );
          })}
        </fieldset>
        {choice.kind === 'revision' && (
          <div className={styles.stacked}>
            <label htmlFor={`${id}-revision`}>{t('revision')}</label>
            <SelectInput
              id={`${id}-revision`}
              label={t('revision')}
              value={choice.name}
              options={[...new Set([...names, choice.name])].map((name) => ({
                value: name,
                text: nameWithTarget(name, revisions),
              }))}
              onChange={(name) => {
                setAccepted(false);
                setFailed(null);
                setChoice({ kind: 'revision', name });
              }}
            />
          </div>
        )}
        <EffectList
          effects={labelEffects(namespace, revisions, change)}
          change={change}
          namespace={namespace.name}
        />
        {isChange && (
          <>
            <Trial
              key={JSON.stringify(change)}
              namespace={namespace}
              change={change}
              failed={failed}
              onAccepted={setAccepted}
            />
            <div className={styles.stacked}>
              <label htmlFor={`${id}-reason`}>{t('reason')}</label>
              <TextInput
                id={`${id}-reason`}
                label={t('reason')}
                value={reason}
                placeholder={t('reasonHint')}
                onChange={setReason}
              />
            </div>
          </>
        )}
        <div className={styles.actions}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            tone="accent"
            disabled={busy || !isChange || !isAccepted}
            aria-busy={busy}
            onClick={() => void confirm()}
          >
            {t('confirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** "canary → 1-32-0 (1.32.0)" */
function nameWithTarget(name: string, revisions: Mesh['revisions']): string {
  const found = revisions.find((one) => one.name === name);
  if (found === undefined) return name;
  const target = found.revision === name ? name : `${name} → ${found.revision}`;
  return found.versions.length === 0 ? target : `${target} (${found.versions.join(', ')})`;
}
