'use client';
/** Shows the short notes; read aloud as they come. */
import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from '../buttons/button.tsx';
import { IconButton } from '../buttons/icon-button.tsx';
import { StateMark } from '../states/state-mark.tsx';
import { dismissToast, type Toast, toastStore } from './toast.ts';
import styles from './toasts.module.css';

const none: readonly Toast[] = [];

export function Toasts({ closeLabel }: { closeLabel: string }) {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none);
  return (
    <div className={styles.area} role="status">
      {toasts.map(({ id, text, tone, action }) => (
        <div key={id} className={styles.toast}>
          <StateMark state={tone === 'failed' ? 'failing' : 'healthy'} />
          <span>{text}</span>
          {action !== null && (
            <Button
              size="small"
              onClick={() => {
                dismissToast(id);
                action.run();
              }}
            >
              {action.text}
            </Button>
          )}
          <IconButton
            size="small"
            label={closeLabel}
            icon={<X size={14} aria-hidden />}
            onClick={() => dismissToast(id)}
          />
        </div>
      ))}
    </div>
  );
}
