/** Rare parts of a form, by name: a press puts one in. */
import { Plus } from 'lucide-react';
import styles from './field.module.css';

export interface MoreButtonsProps {
  /** Of the group, for screen readers. */
  label: string;
  items: readonly { key: string; name: string; label: string }[];
  onAdd(key: string): void;
}

export function MoreButtons({ label, items, onAdd }: MoreButtonsProps) {
  if (items.length === 0) return null;
  return (
    <fieldset className={styles.more} aria-label={label}>
      {items.map((item) => (
        <button key={item.key} type="button" aria-label={item.label} onClick={() => onAdd(item.key)}>
          <Plus size={13} aria-hidden />
          {item.name}
        </button>
      ))}
    </fieldset>
  );
}
