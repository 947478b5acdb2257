/** "+ destination": adds one more of what stands above. */
import { Plus } from 'lucide-react';
import styles from './field.module.css';

export function AddButton({ text, onAdd }: { text: string; onAdd(): void }) {
  return (
    <button type="button" className={styles.add} onClick={onAdd}>
      <Plus size={13} aria-hidden />
      {text}
    </button>
  );
}
