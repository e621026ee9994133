import { availableParallelism } from 'node:os'
import { builtTemplates } from '../operator/cli/templates.ts'
import { tableOf } from '../operator/cli/table.ts'
import { argumentsIn } from './arguments.ts'
import { bundlesText } from './bundles.ts'
import { messagesText } from './commit-messages.ts'
import { SECTIONS, grownText, memoryGrowth } from './figures.ts'
import { type GrownList, measureGrownList } from './grown-list.ts'
import { type Measurement, measure } from './measurement.ts'
import { progressOn } from './progress.ts'
import { measureSealed } from './sealed/measure-sealed.ts'
import { sealedText } from './sealed/sealed-text.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

function textOf(measured: readonly Measurement[], grown: GrownList): string {
  const sections = SECTIONS.map(({ title, figures }) => {
    const columns = measured.map((one) => ({ title: `${one.recipients} recipients`, cell: (row: (typeof figures)[number]) => row.of(one) }))
    return `${title}\n\n${tableOf(figures, [{ title: '', cell: ({ what }) => what }, ...columns])}`
  })
  const list = grownText(grown)
  const growth = `Peak memory at the longest list: ${memoryGrowth(measured).toFixed(2)} times that at the shortest.`
  return [`Node ${process.versions.node} on ${availableParallelism()} cores`, ...sections, list, growth].join('\n\n')
}

const given = argumentsIn(process.argv.slice(2))
if ('wrong' in given) {
  process.stderr.write(`${given.wrong}\n`)
  process.exitCode = 2
} else if (given.messages) {
  say(await messagesText())
} else if (given.bundles) {
  say(await bundlesText())
} else if (given.sealed) {
  await builtTemplates((line) => void process.stderr.write(`${line}\n`))
  for (const size of given.sizes) {
    const sealed = await measureSealed(size, progressOn(process.stderr, `${size} recipients, sealed`))
    say(given.json ? JSON.stringify(sealed) : sealedText(sealed))
  }
} else {
  await builtTemplates((line) => void process.stderr.write(`${line}\n`))
  const measured: Measurement[] = []
  for (const size of given.sizes) measured.push(await measure(size, progressOn(process.stderr, `${size} recipients`)))
  const grown = await measureGrownList(progressOn(process.stderr, 'a grown list'))
  const machine = { node: process.versions.node, cores: availableParallelism() }
  say(given.json ? JSON.stringify({ machine, measured, grown, memoryGrowth: memoryGrowth(measured) }) : textOf(measured, grown))
}
