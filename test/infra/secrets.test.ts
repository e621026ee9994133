import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { putFiles } from '../../infra/constructs/bundled-files.ts'
import { policy, template } from './template.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const text = JSON.stringify(template.toJSON())
const ADDRESS = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g

test('the template holds no address but those of the team', () => {
  expect(new Set(text.match(ADDRESS))).toEqual(new Set([policy.sender.address, policy.project.contact]))
})

test('the template holds no address of the sample list', () => {
  const listed = readFileSync(resolve(ROOT, 'samples/recipients.csv'), 'utf8').match(ADDRESS) ?? []
  expect(listed.length).toBeGreaterThan(10)
  expect(listed.filter((address) => text.includes(address))).toEqual([])
})

test('the template names no operator', () => {
  expect(policy.operators.filter(({ principal }) => text.includes(principal))).toEqual([])
  expect(text).not.toContain('111122223333')
})

test('files arrive beside the bundle byte for byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'forewarn-bundled-'))
  try {
    const content = JSON.stringify({ name: `$(id) \`id\` "'\\ $HOME ü 界` })
    const files = [
      { name: 'policy.json', content },
      { name: 'copy.json', copyOf: 'cdk.json' },
    ]
    putFiles(files, folder)
    expect(readFileSync(join(folder, 'policy.json'), 'utf8')).toBe(content)
    expect(readFileSync(join(folder, 'copy.json'))).toEqual(readFileSync(join(ROOT, 'cdk.json')))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
