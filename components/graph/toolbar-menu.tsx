'use client';
/** A choice of the toolbar: a button that shows the current value and opens the others. */
import { Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './graph-toolbar.module.css';

export interface ToolbarMenuProps<Value extends string> {
  label: string;
  icon?: ReactNode;
  value: Value;
  options: readonly { value: Value; text: string }[];
  onChange: (value: Value) => void;
}

export function ToolbarMenu<Value extends string>(props: ToolbarMenuProps<Value>) {
  const { label, icon, value, options, onChange } = props;
  const current = options.find((option) => option.value === value)?.text ?? '';
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <button type="button" className={styles.choice} aria-label={`${label}: ${current}`}>
          {icon}
          <span>{current}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        <Menu.RadioGroup
          value={value}
          onChange={(next) => {
            const chosen = options.find((option) => option.value === next);
            if (chosen) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} closeMenuOnClick>
              {option.text}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
