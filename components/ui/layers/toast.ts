/** Short notes at the edge of the screen: anyone may post one, `Toasts` shows them. Each leaves by itself. */

export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'failed';
  action: ToastAction | null;
}

/** What the reader can still do about it; leaves with the note. */
export interface ToastAction {
  text: string;
  run(): void;
}

const shownMs = 5000;
/** Something can still be done: there is time to read and to decide. */
const shownWithActionMs = 20_000;
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

export function showToast(
  text: string,
  tone: Toast['tone'] = 'done',
  action: ToastAction | null = null,
): void {
  lastId += 1;
  const id = lastId;
  change([...toasts, { id, text, tone, action }].slice(-most));
  // A failure stays until it is read.
  if (tone === 'done') {
    setTimeout(() => dismissToast(id), action === null ? shownMs : shownWithActionMs);
  }
}

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Toast[] => toasts,
};
