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
dialog { border: 1px solid var(--line); border-radius: .5rem; max-width: min(32rem, 90vw); width: 100%; }
dialog h2 { margin-top: 0; }
dialog input { box-sizing: border-box; width: 100%; }
button { margin: 0 .25rem .25rem 0; }
:focus-visible { outline: 3px solid #2f81f7; outline-offset: 2px; }
.state { border: 1px solid; border-radius: 1rem; font-weight: 600; padding: 0 .6rem; white-space: nowrap; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.warn { color: var(--warn); }
code { font-size: .9em; overflow-wrap: anywhere; }
#domain-columns th, #domains td::before { text-transform: capitalize; }
.command { background: #8882; border-radius: .25rem; display: block; padding: .15rem .4rem; user-select: all; }
ol, ul { padding-left: 1.5rem; }
h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
dl { display: grid; gap: .25rem 1rem; grid-template-columns: max-content minmax(0, 1fr); margin: 0; }
dd { align-items: center; display: flex; flex-wrap: wrap; gap: 0 .75rem; margin: 0; }
progress { accent-color: var(--good); height: .75rem; max-width: 16rem; width: 100%; }
li { overflow-wrap: anywhere; }
@media (max-width: 48rem) {
  .scroll thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  .scroll tr { border-bottom: 2px solid var(--line); display: block; padding: .5rem 0; }
  .scroll th, .scroll td { border: 0; display: block; padding: .15rem 0; }
  .scroll td[data-label]::before { content: attr(data-label) ": "; font-weight: 600; }
  .scroll td small { display: inline; margin-left: .5rem; }
  button { min-height: 2.5rem; }
  dl { grid-template-columns: minmax(0, 1fr); }
}
`;
