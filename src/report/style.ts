// The look of the page: system fonts, one quiet colour, light, dark and print. Nothing in it comes from a case file.

/** The page's one style sheet. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --panel: #f5f3ee; --ink: #20242a; --soft: #5b6169; --rule: #d8d4cb; --muted: #9a9da1;
  --line: #14606f; --bar: #a9c8cd; --accent: #14606f; --caution: #8a5a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --panel: #1c2024; --ink: #e8e6e1; --soft: #a4a9af; --rule: #363b41; --muted: #737980;
    --line: #86cfdc; --bar: #2f5962; --accent: #86cfdc; --caution: #e2b458;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55; font-size: 1rem; overflow-wrap: anywhere;
  font-family: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans",
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",
    "WenQuanYi Micro Hei", system-ui, sans-serif;
}
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1 { font-size: 1.9rem; margin: 0; }
h2 { font-size: 1.35rem; margin: 3rem 0 0.9rem; padding-top: 1.2rem; border-top: 1px solid var(--rule); }
h2::first-letter { text-transform: uppercase; }
h3 { font-size: 1.05rem; margin: 2.2rem 0 0.6rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
ul { margin: 0.4rem 0; padding-left: 1.2rem; max-width: 46rem; }
li { margin: 0.35rem 0; }
.subtitle, .made, .note, figcaption span { color: var(--soft); }
.subtitle { margin: 0.2rem 0 1.6rem; font-size: 1.05rem; }
.made { font-size: 0.9rem; }
.lawful { margin: 1.2rem 0 0; padding: 0.7rem 1rem; background: var(--panel); border-radius: 0.4rem; max-width: none; }
dl.model { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; margin: 0.5rem 0; }
dl.model dt { color: var(--soft); }
dl.model dd { margin: 0; overflow-wrap: anywhere; }
dl.model .facts { color: var(--soft); font-size: 0.92rem; }
.answer { margin: 1.2rem 0; padding: 1.1rem 1.4rem 1.2rem; background: var(--panel); border-left: 0.35rem solid var(--accent); border-radius: 0 0.4rem 0.4rem 0; }
.answer .word { font-size: 1.75rem; font-weight: 700; line-height: 1.2; margin: 0 0 0.1rem; color: var(--accent); }
.answer .meaning { color: var(--soft); margin: 0 0 0.8rem; }
.answer p { max-width: 50rem; font-size: 1.06rem; overflow-wrap: anywhere; }
.answer.independent { border-left-style: double; }
.answer.inconclusive, .answer.common-origin { border-left-style: dashed; border-left-color: var(--caution); }
.answer.inconclusive .word, .answer.common-origin .word { color: var(--caution); }
.scroll { overflow-x: auto; margin: 0.6rem 0; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 0.42rem 0.9rem 0.42rem 0; border-bottom: 1px solid var(--rule); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 0.84rem; white-space: nowrap; border-bottom-color: var(--muted); vertical-align: bottom; }
tbody th { font-weight: 550; }
td, tbody th { min-width: 5.6rem; max-width: 26rem; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
td.number + td, th.number + th, th.number + td, td.number + td.number { padding-left: 0.4rem; }
tbody th .quoted { font-weight: 400; }
.unbroken { white-space: nowrap; }
.word-cell { font-weight: 650; white-space: nowrap; }
code, .quoted, .hash { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", monospace; font-size: 0.9em; }
.hash { overflow-wrap: anywhere; word-break: break-all; }
td small { display: block; color: var(--soft); }
tbody th small { display: block; color: var(--soft); font-weight: 400; }
pre { margin: 0.6rem 0; padding: 0.8rem 1rem; background: var(--panel); border-radius: 0.4rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.92rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: 1.6rem 2.2rem; align-items: start; }
figure { margin: 0; min-width: 0; }
figure.wide { grid-column: 1 / -1; }
.figures + .figures { margin-top: 1.8rem; padding-top: 1.6rem; border-top: 1px dotted var(--rule); }
figcaption { margin-bottom: 0.6rem; font-size: 0.93rem; }
figcaption strong { display: block; font-weight: 600; }
figcaption span { display: block; font-size: 0.87rem; }
.drawing { display: block; width: 100%; height: auto; color: var(--ink); font-family: inherit; font-size: 12px; }
.drawing text { white-space: pre; }
details { margin: 0.4rem 0; font-size: 0.93rem; }
summary { cursor: pointer; color: var(--accent); width: fit-content; }
details .scroll { max-height: 26rem; overflow: auto; }
.passage { margin: 1.2rem 0; padding: 0.2rem 0 0.2rem 1rem; border-left: 0.3rem solid #b3261e; }
.passage.light { border-left-style: double; }
.passage.heavy { border-left-style: dashed; border-left-color: #8a5a00; }
.passage h3 { font-size: 0.95rem; margin: 0 0 0.3rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0.4rem 2rem; }
.sides p { overflow-wrap: anywhere; }
table.beside { table-layout: fixed; }
table.beside th:first-child { width: 3.2rem; }
table.beside td { max-width: none; border-left: 0.3rem solid transparent; padding-left: 0.5rem; }
table.beside pre { margin: 0; padding: 0; background: none; border-radius: 0; font-size: 0.8rem; }
table.beside .line { display: block; padding-left: 3.2rem; text-indent: -3.2rem; }
table.beside .line-number { display: inline-block; width: 2.6rem; text-indent: 0; text-align: right; color: var(--soft); user-select: none; }
table.beside u { text-decoration: underline 2px; text-underline-offset: 2px; }
.run.look0 td { border-left-color: var(--accent); border-left-style: solid; background: var(--panel); }
.run.look1 td { border-left-color: var(--caution); border-left-style: double; background: var(--panel); }
.run.look2 td { border-left-color: var(--line); border-left-style: dashed; background: var(--panel); }
.run.look3 td { border-left-color: var(--ink); border-left-style: dotted; background: var(--panel); }
.run.look4 td { border-left-color: var(--accent); border-left-style: dashed; background: var(--panel); }
.run.look5 td { border-left-color: var(--caution); border-left-style: dotted; background: var(--panel); }
dl.terms { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.5rem 1.5rem; }
dl.terms dt { font-weight: 600; }
dl.terms dd { margin: 0; max-width: 44rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.88rem; }
@media (max-width: 40rem) {
  main { padding-top: 1.5rem; }
  dl.terms, dl.model { grid-template-columns: 1fr; gap: 0.1rem; }
  dl.terms dd, dl.model dd { margin-bottom: 0.7rem; }
}
@media print {
  :root { --paper: #fff; --panel: #fff; --ink: #000; --soft: #333; --rule: #999; --muted: #777; --line: #0d4d5a; --bar: #bcd3d7; --accent: #0d4d5a; --caution: #6b4600; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .answer, .lawful, pre { border: 1px solid var(--rule); }
  .answer { border-left: 0.35rem solid var(--accent); }
  figure, tr, .answer { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  details:not([open]) { display: none; }
}
`;
