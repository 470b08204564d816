export const DASHBOARD_STYLE = `
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #c62828; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --good: #56d364; --bad: #ff7b72; --warn: #e3b341; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 78rem; padding: 1rem; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
header { align-items: baseline; display: flex; flex-wrap: wrap; gap: 1rem; }
header p { margin: 0; opacity: .75; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .45rem .6rem; text-align: left; vertical-align: top; }
td small { display: block; opacity: .75; }
button, input { font: inherit; padding: .2rem .6rem; }
button { margin: 0 .25rem .25rem 0; }
:focus-visible { outline: 3px solid #2f81f7; outline-offset: 2px; }
.state { border: 1px solid; border-radius: 1rem; font-weight: 600; padding: 0 .6rem; white-space: nowrap; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.warn { color: var(--warn); }
code { font-size: .9em; overflow-wrap: anywhere; }
ol, ul { padding-left: 1.5rem; }
`;
