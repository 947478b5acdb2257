'use client';
/** The left side: the form over the same text; dimmed while the text cannot be read. */
import { memo, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { FormFinding } from '#components/object-forms/form-findings.ts';
import { ObjectForm } from '#components/object-forms/object-form.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Change } from '#lib/document/change.ts';
import type { Json, Path } from '#lib/document/json.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import styles from './editor.module.css';
import type { SaidFinding } from './findings/shown-finding.ts';
import type { RateOf } from './rule-rates.ts';

export interface FormPaneProps {
  kind: Kind;
  choices: Choices | null;
  /** The last that could be read. */
  document: YamlDocument;
  /** The text cannot be read now. */
  dimmed: boolean;
  before: Json | null;
  findings: readonly SaidFinding[];
  readOnly: boolean;
  focusPath: Path | null;
  /** Where the cursor of the code is. */
  followedPath: Path | null;
  onFocusPath: (path: Path) => void;
  rateOf: RateOf;
  onApply: (changes: readonly Change[]) => void;
}

/** Drawn again only with what it shows: keys in the code and answers for the code alone leave it as it is. */
export const FormPane = memo(function FormPane(props: FormPaneProps) {
  const { kind, choices, document, dimmed, before, findings, readOnly, onApply } = props;
  const { focusPath, followedPath, onFocusPath, rateOf } = props;
  const t = useTranslations('editor.pane');
  const own = useMemo(
    () =>
      findings.flatMap(({ object, path, severity, text, code }): FormFinding[] =>
        object === null && severity !== 'note'
          ? [{ path, severity, message: text, unreachable: code === 'IST0130' || code === 'IST0131' }]
          : [],
      ),
    [findings],
  );
  return (
    <section className={styles.formPane} aria-label={t('form')} data-dimmed={dimmed || undefined}>
      <VisuallyHidden>
        <h2>{t('form')}</h2>
      </VisuallyHidden>
      {dimmed && (
        <p className={styles.dimNote} role="status">
          <StateMark state="failing" />
          {t('dimmed')}
        </p>
      )}
      <div>
        <ObjectForm
          kind={kind}
          document={document}
          before={before}
          apply={onApply}
          choices={choices}
          findings={own}
          readOnly={readOnly || dimmed}
          focusPath={focusPath}
          followedPath={followedPath}
          onFocusPath={onFocusPath}
          rateOf={rateOf}
        />
      </div>
    </section>
  );
});
