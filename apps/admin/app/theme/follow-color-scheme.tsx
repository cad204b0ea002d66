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

/**
 * Turns the colours when another scheme was chosen, without loading the page anew. Only then: each turn keeps every element of
 * the page from its transitions for a moment, which has the browser work out the style of all of them, twice.
 */
export function FollowColorScheme({ scheme }: { scheme: ColorScheme }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (colorScheme !== scheme) setColorScheme(scheme);
  });
  return null;
}
