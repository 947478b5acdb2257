'use client';
/** Which version has the traffic, and which gets it: the pods of the service grouped by their version. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { WorldVersion } from '#lib/api/splits/split-world.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from '../form.module.css';
import { RefusalNotes } from '../notes.tsx';
import { useWizard } from '../wizard-context.ts';

export function VersionsStep() {
  const t = useTranslations('wizard.versions');
  const fault = useTranslations('wizard.fault');
  const format = useFormat();
  const { world, reading, faults, change } = useWizard();
  const { stable, candidate } = reading;
  const choose = (role: 'stable' | 'candidate', value: string) => {
    const other = role === 'stable' ? 'candidate' : 'stable';
    const otherValue = reading[other]?.value ?? null;
    // Who takes the other's version gets it, and the other takes theirs.
    const swapped = otherValue === value ? (reading[role]?.value ?? null) : otherValue;
    const both = { [role]: value, [other]: swapped } as { stable: string | null; candidate: string | null };
    change(both);
  };
  return (
    <>
      <h2 className={styles.question}>{t('question')}</h2>
      <p className={styles.lead}>
        {world.label === null ? t('implicitDetail') : t('by', { label: world.label })}
      </p>
      <ScrollRegion label={t('question')}>
        <table className={styles.table} aria-label={t('question')}>
          <thead>
            <tr>
              <th scope="col">{t('stable')}</th>
              <th scope="col">{t('candidate')}</th>
              <th scope="col">{t('version')}</th>
              <th scope="col" data-numeric>
                {t('pods')}
              </th>
              <th scope="col" data-numeric>
                {t('sidecar')}
              </th>
              <th scope="col" data-numeric>
                {t('implicit')}
              </th>
              <th scope="col">{t('image')}</th>
              <th scope="col" data-numeric>
                {t('age')}
              </th>
            </tr>
          </thead>
          <tbody>
            {world.versions.map((version) => (
              <VersionRow
                key={version.value}
                version={version}
                role={version === stable ? 'stable' : version === candidate ? 'candidate' : 'other'}
                onChoose={choose}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {candidate !== null && <RefusalNotes refusals={candidate.refusals} />}
      {faults.versions === 'version-gone' && (
        <p className={styles.wrong}>
          <StateMark state="degraded" size={13} />
          {fault('version-gone')} {format.list(reading.goneVersions)}
        </p>
      )}
      <p className={styles.lead}>
        {world.label !== null && t('implicitDetail')} {world.versions.length > 2 && t('stays')}
      </p>
    </>
  );
}

interface VersionRowProps {
  version: WorldVersion;
  role: 'stable' | 'candidate' | 'other';
  onChoose: (role: 'stable' | 'candidate', value: string) => void;
}

function VersionRow({ version, role, onChoose }: VersionRowProps) {
  const t = useTranslations('wizard.versions');
  const format = useFormat();
  const now = useNow();
  const { value, ready, total, proxies, images, implicit, createdAt } = version;
  return (
    <tr data-chosen={role !== 'other' || undefined}>
      <td>
        <input
          type="radio"
          name="wizard-stable"
          className={styles.radio}
          aria-label={t('chooseStable', { version: value })}
          checked={role === 'stable'}
          onChange={() => onChoose('stable', value)}
        />
      </td>
      <td>
        <input
          type="radio"
          name="wizard-candidate"
          className={styles.radio}
          aria-label={t('chooseCandidate', { version: value })}
          checked={role === 'candidate'}
          onChange={() => onChoose('candidate', value)}
        />
      </td>
      <th scope="row">
        <span className={styles.version}>
          <VersionMark role={role} />
          {value}
        </span>
      </th>
      <td data-numeric>
        {ready} / {total}
      </td>
      <td data-numeric>{t('proxies', { with: proxies, total })}</td>
      <td data-numeric>{format.percent(implicit / 100, 0)}</td>
      <td>
        <div className={styles.image} title={images.join(', ')}>
          {images.map((image) => image.split('/').at(-1)?.split(':').at(-1) ?? image).join(', ')}
        </div>
      </td>
      <td data-numeric>{createdAt === null ? '–' : format.span(Math.max(0, now - createdAt))}</td>
    </tr>
  );
}
