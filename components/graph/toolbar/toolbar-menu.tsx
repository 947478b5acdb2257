'use client';
/** A choice of the toolbar: a button that shows the current value and opens the others. */
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu } from '#components/ui/layers/menu.tsx';
import styles from './graph-toolbar.module.css';

export interface ToolbarMenuProps<Value extends string> {
  label: string;
  icon?: ReactNode;
  value: Value;
  options: readonly { value: Value; text: string; detail?: string }[];
  /** Pixels. */
  width?: number;
  onChange: (value: Value) => void;
}

export function ToolbarMenu<Value extends string>(props: ToolbarMenuProps<Value>) {
  const { label, icon, value, options, width = 200, onChange } = props;
  const current = options.find((option) => option.value === value)?.text ?? '';
  return (
    <Menu
      label={label}
      width={width}
      align="end"
      trigger={(trigger) => (
        <button type="button" className={styles.choice} aria-label={`${label}: ${current}`} {...trigger}>
          {icon}
          <span>{current}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      )}
      sections={[
        {
          entries: options.map((option) => ({
            key: option.value,
            text: option.text,
            ...(option.detail === undefined ? {} : { detail: option.detail }),
            checked: option.value === value,
            onSelect: () => onChange(option.value),
          })),
        },
      ]}
    />
  );
}
