import { MantineProvider } from '@mantine/core';
import { createContext, memo, type ReactNode, useContext, useMemo } from 'react';
import type { ColorScheme } from './color-scheme';
import { FollowColorScheme, fixedColorScheme } from './follow-color-scheme';
import { theme } from './theme';

const Content = createContext<ReactNode>(null);

/**
 * The components' theme around the whole page. What it holds goes past the theme, by a context of its own: the router draws the
 * page anew at every step of a navigation, and a theme that is drawn with it would draw each of its components again.
 */
export function Themed({ scheme, children }: { scheme: ColorScheme; children: ReactNode }) {
  return (
    <Content.Provider value={children}>
      <SteadyTheme scheme={scheme} />
    </Content.Provider>
  );
}

const SteadyTheme = memo(function SteadyTheme({ scheme }: { scheme: ColorScheme }) {
  const manager = useMemo(() => fixedColorScheme(scheme), [scheme]);
  return (
    <MantineProvider theme={theme} defaultColorScheme={scheme} colorSchemeManager={manager}>
      <FollowColorScheme scheme={scheme} />
      <PageContent />
    </MantineProvider>
  );
});

const PageContent = () => useContext(Content);
