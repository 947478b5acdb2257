'use client';
/** Whether a part is open: it opens when the reader is led into it, and can be closed all the same. */
import { useEffect, useState } from 'react';

export function useOpened(led: boolean): [boolean, (open: boolean) => void] {
  const [opened, setOpened] = useState(led);
  useEffect(() => {
    if (led) setOpened(true);
  }, [led]);
  return [opened, setOpened];
}
