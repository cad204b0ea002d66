/** In this order: nearly every browser also says the names of those it descends from. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\/\d/, 'Edge'],
  [/\b(?:OPR|OPT|OPX)\/\d/, 'Opera'],
  [/\bSamsungBrowser\/\d/, 'Samsung Internet'],
  [/\bVivaldi\/\d/, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\/\d/, 'Firefox'],
  [/\b(?:Chrome|Chromium|HeadlessChrome|CriOS)\/\d/, 'Chrome'],
  [/\bVersion\/\d\S* (?:Mobile\/\S+ )?Safari\/\d/, 'Safari'],
];

/** In this order: Android says that it is Linux, an iPhone that it is like Mac OS X. */
const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What a program that is no browser begins with: `curl/8.5.0`. */
const PROGRAM = /^([A-Za-z][\w.-]{0,30})\/\d/;

/** A browser as people call it, `Firefox on Linux`, for them to recognise. What it says of itself may be anything. */
export function browserName(userAgent: string): string {
  const browser = firstOf(BROWSERS, userAgent);
  const system = firstOf(SYSTEMS, userAgent);
  if (browser) return system ? `${browser} on ${system}` : browser;
  if (system) return `a browser on ${system}`;
  const program = PROGRAM.exec(userAgent)?.[1];
  return program && program !== 'Mozilla' ? `the program ${program}` : 'an unknown browser';
}

const firstOf = (names: readonly [RegExp, string][], text: string): string | undefined =>
  names.find(([pattern]) => pattern.test(text))?.[1];
