export const STYLES_PATH = '/pages.css';

/** Light and dark as the browser wants it; nothing is loaded from elsewhere. */
export const STYLES = `
:root { color-scheme: light dark; --accent: #0b5fae; --on-accent: #fff; --line: #c9d0d8; --soft: #f3f5f8; --paper: #fff; --ink: #17202a;
  --quiet: #51606f; --bad: #a4161a; --good: #14693a; font: 1rem/1.55 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  :root { --accent: #7db8f0; --on-accent: #0c1722; --line: #3a4653; --soft: #0f1418; --paper: #182028; --ink: #e8edf2; --quiet: #a3b1bf; --bad: #ff9b9b; --good: #86d9a5; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--soft); color: var(--ink); }
main { max-width: 27rem; margin: 8vh auto; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: 0.75rem; }
main.wide { max-width: 44rem; }
@media (max-width: 30rem) { main { margin: 0; border: 0; border-radius: 0; min-height: 100vh; padding: 1.5rem; } }
.brand { margin: 0 0 1.5rem; color: var(--quiet); font-weight: 600; letter-spacing: 0.01em; }
h1 { margin: 0 0 0.5rem; font-size: 1.6rem; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 2.25rem 0 0.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); font-size: 1.15rem; }
p { margin: 0.25rem 0 1rem; }
.quiet { color: var(--quiet); }
label { display: block; margin: 1rem 0 0.3rem; font-weight: 600; }
.hint { margin: 0.3rem 0 0; color: var(--quiet); font-size: 0.9rem; }
input { width: 100%; padding: 0.6rem 0.75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: 0.4rem; }
button, .button { display: inline-block; margin-top: 1.25rem; padding: 0.6rem 1.1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: 0.4rem; cursor: pointer; }
.full { width: 100%; }
button.plain, .button.plain { color: var(--accent); background: transparent; }
button.small { margin: 0; padding: 0.25rem 0.7rem; font-size: 0.9rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.or { margin: 1.25rem 0 0; text-align: center; color: var(--quiet); }
.message { margin: 1rem 0; padding: 0.7rem 0.9rem; border: 1px solid currentColor; border-radius: 0.4rem; }
.message.bad { color: var(--bad); }
.message.good { color: var(--good); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.5rem; margin: 1rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
ul.rows { list-style: none; margin: 0; padding: 0; }
ul.rows li { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; justify-content: space-between; padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.codes { columns: 2; padding-left: 1.25rem; }
`;
