/** Light and dark as the reader's screen is set; both with a contrast of at least 4.5 to 1 for text. */
export const STYLE = `
svg { color-scheme: light dark; --ground: #ffffff; --ink: #1b1f24; --dim: #57606a; --line: #8c959f; --coming: #0b5cad; --now: #8a4600; --trouble: #b42318 }
@media (prefers-color-scheme: dark) {
  svg { --ground: #14171a; --ink: #e6e9ec; --dim: #9aa4ae; --line: #6b757f; --coming: #6cb2ff; --now: #f0b060; --trouble: #ff8f85 }
}
.ground { fill: var(--ground) }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink) }
.title { font-size: 20px; font-weight: bold }
.date { font-weight: bold }
.dim, .gap, .dropped { fill: var(--dim) }
.gap { font-style: italic }
.age { fill: var(--dim); text-anchor: end }
.age.now { fill: var(--now); font-weight: bold }
text.coming { fill: var(--coming) }
text.trouble { fill: var(--trouble); font-weight: bold }
.axis { stroke: var(--line); stroke-width: 2 }
.axis.coming { stroke-dasharray: 2 5 }
.mark { fill: var(--ground); stroke: var(--ink); stroke-width: 2 }
.mark.done { fill: var(--ink) }
.mark.coming { stroke: var(--coming) }
.mark.now { fill: var(--now); stroke: var(--now) }
.mark.dropped { fill: none; stroke: var(--dim) }
.mark.trouble { fill: var(--trouble); stroke: var(--trouble) }
`
