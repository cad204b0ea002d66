import {
  Anchor,
  Badge,
  Button,
  Card,
  createTheme,
  type MantineColorsTuple,
  NativeSelect,
  Table,
  Textarea,
  TextInput,
} from '@mantine/core';

/** Rollcall's teal: shade 7 is the ground of buttons in the light, 4 the links' colour in the dark. Both reach 4.5:1. */
const teal: MantineColorsTuple = [
  '#e8f7f6',
  '#d3eeec',
  '#a6dcd9',
  '#75c9c5',
  '#4fb9b5',
  '#2f9f9b',
  '#178583',
  '#0b6f6f',
  '#075a5b',
  '#054848',
];

/** Its shades 7 and 4 are `--bad` of the light and of the dark. */
const red: MantineColorsTuple = [
  '#fdeceb',
  '#fbd5d2',
  '#ffc2bb',
  '#ffaea6',
  '#ff9a90',
  '#f0695d',
  '#d13a2c',
  '#b42318',
  '#8f1b12',
  '#6b130d',
];

/** What Mantine draws its own grounds and edges with in the dark: the tones of `tokens.css`. */
const dark: MantineColorsTuple = [
  '#e7ebee',
  '#a3afb9',
  '#8b98a3',
  '#76828d',
  '#46525c',
  '#2f3840',
  '#1b2126',
  '#14181c',
  '#101417',
  '#0b0e11',
];

/** Size, type and shape of every component, in one place; colours of the page's own are in `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 4 },
  colors: { teal, red, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem' },
    },
  },
  defaultRadius: 'md',
  radius: { sm: '4px', md: '6px', lg: '10px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover', fz: 'inherit' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 550 } }),
    Button: Button.extend({
      defaultProps: { size: 'sm', fw: 550 },
      vars: (_theme, { variant = 'filled' }) => ({ root: variant === 'filled' ? { '--button-color': 'var(--on-filled)' } : {} }),
    }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: 'lg', padding: 'md' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'sm' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 8, horizontalSpacing: 'sm', fz: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm', autosize: false, rows: 3 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
  },
});
