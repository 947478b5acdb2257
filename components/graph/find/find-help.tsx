'use client';
/** The find language on one page: examples, fields, words. */
import { useTranslations } from 'use-intl';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { badgeWords, stateWords } from '#lib/graph/find/states.ts';
import styles from './find.module.css';
import { describedFields, useFieldTexts } from './use-field-texts.ts';

const examples = [
  { name: 'numbers', text: 'rate > 10 and p95 > 200ms and not namespace = "istio-system"' },
  { name: 'text', text: 'reviews v2' },
  { name: 'lists', text: 'namespace in (bookinfo, shop) or host ~ example.com' },
  { name: 'groups', text: '(is failing or is slow) and is edge' },
  { name: 'ends', text: 'source = frontend and target.version != v1' },
  { name: 'configuration', text: 'has fault or has split' },
  { name: 'rank', text: 'rank.latency <= 5' },
  { name: 'wildcard', text: 'workload = reviews-*' },
] as const;

export function FindHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('find');
  const common = useTranslations('common');
  const describe = useFieldTexts();
  return (
    <Dialog title={t('helpTitle')} closeLabel={common('close')} width={680} onClose={onClose}>
      <div className={styles.helpText}>
        <p>{t('helpLead')}</p>
        <h3>{t('helpExamples')}</h3>
        <dl>
          {examples.map(({ name, text }) => (
            <div key={name}>
              <dt>
                <code>{text}</code>
              </dt>
              <dd>{t(`exampleOf.${name}`)}</dd>
            </div>
          ))}
        </dl>
        <h3>{t('helpFields')}</h3>
        <dl>
          {describedFields.map((field) => (
            <div key={field}>
              <dt>
                <code>{field}</code>
              </dt>
              <dd>{describe(field)}</dd>
            </div>
          ))}
        </dl>
        <h3>{t('helpStates')}</h3>
        <p>
          <code>is</code> {[...stateWords.keys()].join(', ')}
        </p>
        <p>
          <code>has</code> {badgeWords.join(', ')}
        </p>
        <p>{t('helpUnknown')}</p>
      </div>
    </Dialog>
  );
}
