/** Two small questions to the document: the picture over the whole screen, and which part of the picture has the focus. */

export function toggleFullScreen(element: HTMLElement | null): void {
  // A browser may refuse (a frame without the right, a device without the mode): nothing changes then.
  const done = document.fullscreenElement ? document.exitFullscreen() : element?.requestFullscreen();
  done?.catch(() => undefined);
}

/** Id of the node or edge that has the keyboard's focus. */
export function focusedId(): string | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement ? (activeElement.dataset.id ?? null) : null;
}
