/** Short notes at the edge of the screen: anyone may post one, `Toasts` shows them. Each leaves by itself. */

export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'failed';
}

const shownMs = 5000;
const most = 4;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

export function showToast(text: string, tone: Toast['tone'] = 'done'): void {
  lastId += 1;
  const id = lastId;
  change([...toasts, { id, text, tone }].slice(-most));
  // A failure stays until it is read.
  if (tone === 'done') setTimeout(() => dismissToast(id), shownMs);
}

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Toast[] => toasts,
};
