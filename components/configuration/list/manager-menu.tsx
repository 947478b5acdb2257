'use client';
/** Who keeps the objects, with how many each; a choice shows only theirs. */
import { UserCog } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import { type ManagerName, managerNames } from '#lib/api/configuration/configuration-words.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { managerTitles } from '../managed-by.tsx';
import styles from './list.module.css';

export interface ManagerMenuProps {
  counts: ReadonlyMap<ManagerName, number>;
  chosen: readonly ManagerName[];
  onChoose(managers: ManagerName[]): void;
}

export function ManagerMenu({ counts, chosen, onChoose }: ManagerMenuProps) {
  const t = useTranslations('configuration.list');
  const format = useFormat();
  const titleOf = (name: ManagerName) => (name === 'other' ? t('otherManager') : managerTitles[name]);
  const [only] = chosen;
  const label =
    only === undefined
      ? t('managers')
      : chosen.length === 1
        ? titleOf(only)
        : t('someManagers', { count: chosen.length });
  return (
    <Popover
      label={t('managers')}
      width={240}
      trigger={(props) => (
        <Button size="small" leading={<UserCog size={14} aria-hidden />} {...props}>
          {label}
        </Button>
      )}
    >
      {() => (
        <div className={styles.choices}>
          {managerNames
            .filter((name) => counts.has(name) || chosen.includes(name))
            .map((name) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={chosen.includes(name)}
                  onChange={(event) =>
                    onChoose(
                      event.currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name),
                    )
                  }
                />
                <span>{titleOf(name)}</span>
                <small>{format.count(counts.get(name) ?? 0)}</small>
              </label>
            ))}
        </div>
      )}
    </Popover>
  );
}
