/** Rare parts of a form, by name: a press puts one in. Of many, the first have buttons and the others a menu. */
import { Plus } from 'lucide-react';
import { Menu } from '#components/ui/layers/menu.tsx';
import styles from './field.module.css';

export interface MoreButtonsProps {
  /** Of the group, for screen readers. */
  label: string;
  /** Of the button that opens the menu: "12 more". */
  moreText(count: number): string;
  items: readonly { key: string; name: string; label: string }[];
  onAdd(key: string): void;
}

const mostButtons = 6;
const buttonsBesideMenu = 4;

export function MoreButtons({ label, moreText, items, onAdd }: MoreButtonsProps) {
  if (items.length === 0) return null;
  const shown = items.length > mostButtons ? items.slice(0, buttonsBesideMenu) : items;
  const others = items.slice(shown.length);
  return (
    <fieldset className={styles.more} aria-label={label}>
      {shown.map((item) => (
        <button key={item.key} type="button" aria-label={item.label} onClick={() => onAdd(item.key)}>
          <Plus size={13} aria-hidden />
          {item.name}
        </button>
      ))}
      {others.length > 0 && (
        <Menu
          label={label}
          width={240}
          trigger={(trigger) => (
            <button type="button" {...trigger}>
              <Plus size={13} aria-hidden />
              {moreText(others.length)}
            </button>
          )}
          sections={[
            {
              entries: others.map(({ key, name }) => ({ key, text: name, onSelect: () => onAdd(key) })),
            },
          ]}
        />
      )}
    </fieldset>
  );
}
