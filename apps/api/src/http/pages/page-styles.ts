export const STYLES_PATH = '/pages.css';

/** The console's colours: who goes from one to the other stays in one house. */
const LIGHT = `--primary: #0c7a7a; --primary-strong: #0a6464; --on-primary: #fff; --ground: #f6f7f9; --card: #fff; --line: #e2e6ea; --edge: #808c98;
  --ink: #1a2128; --quiet: #586573; --danger: #b42318; --danger-soft: #fdf1f0; --good: #147a3d; --good-soft: #eef8f1;`;
const DARK = `--primary: #3cc6c2; --primary-strong: #63d6d2; --on-primary: #14181c; --ground: #14181c; --card: #1b2126; --line: #2b333a; --edge: #6d7a87;
  --ink: #e6eaee; --quiet: #9fabb7; --danger: #ff9a90; --danger-soft: #33201f; --good: #6fd195; --good-soft: #182b20;`;

/** Light or dark as the person chose in the console, else as the browser wants it; nothing is loaded from elsewhere. */
export const STYLES = `
:root { color-scheme: light dark; ${LIGHT} }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; ${DARK} }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--ink); font: 0.875rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header, main { width: 100%; max-width: 24rem; margin: 0 auto; }
.wide { max-width: 44rem; }
header { display: flex; align-items: center; justify-content: space-between; margin-top: 4vh; margin-bottom: 1rem; }
.brand { display: inline-flex; align-items: center; gap: 0.5rem; color: var(--ink); font-size: 1.125rem; font-weight: 600; letter-spacing: -0.01em; text-decoration: none; }
.brand svg { width: 1.5rem; height: 1.5rem; color: var(--primary); }
main { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
h1 { margin: 0 0 0.5rem; font-size: 1.25rem; font-weight: 600; line-height: 1.3; letter-spacing: -0.01em; }
h2 { margin: 1.75rem -1.5rem 0.5rem; padding: 1.25rem 1.5rem 0; border-top: 1px solid var(--line); font-size: 1rem; font-weight: 600; }
p { margin: 0.25rem 0 0.75rem; }
.quiet, .hint, .or { color: var(--quiet); }
label { display: block; margin: 0.875rem 0 0.25rem; font-weight: 500; }
.hint { margin: 0.25rem 0 0; font-size: 0.8125rem; }
main.wide form { max-width: 24rem; }
input { width: 100%; min-height: 2.25rem; padding: 0.375rem 0.625rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 6px; }
button, .button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.25rem; margin-top: 1rem; padding: 0.375rem 1rem; font: inherit; font-weight: 500;
  text-decoration: none; color: var(--on-primary); background: var(--primary); border: 1px solid var(--primary); border-radius: 6px; cursor: pointer; }
button:hover, .button:hover { background: var(--primary-strong); border-color: var(--primary-strong); }
.full { width: 100%; }
button.plain, .button.plain { color: var(--ink); background: var(--card); border-color: var(--edge); }
button.plain:hover, .button.plain:hover { background: var(--ground); }
button.small { min-height: 1.75rem; margin: 0; padding: 0.125rem 0.625rem; font-size: 0.8125rem; }
:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
a { color: var(--primary); text-underline-offset: 2px; }
.or { margin: 1rem 0 0; text-align: center; }
main.wide .or { text-align: left; }
.or + .button { margin-top: 0.75rem; }
.message { margin: 0.75rem 0; padding: 0.5rem 0.75rem; border: 1px solid currentColor; border-radius: 6px; }
.message.bad { color: var(--danger); background: var(--danger-soft); }
.message.good { color: var(--good); background: var(--good-soft); }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: 0.25rem 1.5rem; margin: 0.75rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
ul.rows { list-style: none; margin: 0; padding: 0; }
ul.rows li { display: flex; gap: 0.5rem 1rem; align-items: center; justify-content: space-between; padding: 0.5rem 0; }
ul.rows li + li { border-top: 1px solid var(--line); }
ul.rows .quiet { font-size: 0.8125rem; }
.mark { flex: none; padding: 0 0.5rem; color: var(--good); background: var(--good-soft); border-radius: 999px; font-size: 0.8125rem; font-weight: 500; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 0.9375em; overflow-wrap: anywhere; }
.codes { columns: 2; margin: 0.75rem 0; padding-left: 1.25rem; }
@media (max-width: 30rem) {
  body { padding: 1rem 0.75rem; }
  header { margin-top: 0; }
  main { padding: 1.25rem 1rem; }
  h2 { margin-inline: -1rem; padding-inline: 1rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
  ul.rows.links li { display: block; }
  /* Below 16 px a phone zooms in on the field that is typed into. */
  input { min-height: 2.5rem; font-size: 1rem; }
  button:not(.small), .button { min-height: 2.5rem; }
}
`;
