export const COLOR_SCHEMES = ['auto', 'light', 'dark'] as const;
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

export const readColorScheme = (text: unknown): ColorScheme => COLOR_SCHEMES.find((scheme) => scheme === text) ?? 'auto';
