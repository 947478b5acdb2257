/** "+ destination": adds one more of what stands above. */
import { Plus } from 'lucide-react';
import styles from './field.module.css';

export interface AddButtonProps {
  text: string;
  /** Where the text alone does not say what is added. */
  label?: string;
  onAdd(): void;
}

export function AddButton({ text, label, onAdd }: AddButtonProps) {
  return (
    <button type="button" className={styles.add} aria-label={label} onClick={onAdd}>
      <Plus size={13} aria-hidden />
      {text}
    </button>
  );
}
