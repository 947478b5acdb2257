'use client';
/** The width inside an element, without its scroll bar, followed as it changes; null until it is known. */
import { useLayoutEffect, useState } from 'react';

export function useInnerWidth(element: HTMLElement | null): number | null {
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
