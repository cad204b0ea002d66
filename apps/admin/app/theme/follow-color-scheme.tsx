import { type MantineColorSchemeManager, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import type { ColorScheme } from './color-scheme';

/** The cookie decides, and the server reads it: nothing is kept in the browser besides. */
export const fixedColorScheme = (scheme: ColorScheme): MantineColorSchemeManager => ({
  get: () => scheme,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
});

/** Turns the colours when another scheme was chosen, without loading the page anew. */
export function FollowColorScheme({ scheme }: { scheme: ColorScheme }) {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(scheme), [scheme, setColorScheme]);
  return null;
}
