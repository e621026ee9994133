import { expect, test } from 'vitest'
import { toStored } from '../../../core/embargo/instant.ts'
import { digestOfBytes } from '../../../core/shared/digest.ts'
import { type Ancestor, beforeOf } from '../../../core/usecases/load-material.ts'
import { content, instant } from '../notice/sample.ts'

const [friday, monday] = [instant('2026-12-18T16:00:00Z'), instant('2026-12-21T16:00:00Z')]
const version = (name: string, disclosureAt: typeof friday, why: string): Ancestor => ({
  content: digestOfBytes(name),
  told: { content, disclosureAt },
  why,
})
/** Newest first: the date moved from Friday to Monday, and then the patch was revised. */
const lineage = [version('second', monday, 'the patch was wrong'), version('first', friday, 'a release is late')]
const pin = { content: digestOfBytes('third'), disclosureAt: toStored(monday), bundle: digestOfBytes('bundle') }
const told = (name: string, at: typeof friday) => ({ content: digestOfBytes(name), disclosureAt: toStored(at) })

test('who missed a version hears why each since came about, oldest first, and which of them moved the date', () => {
  expect(beforeOf({ pin, lineage }, told('first', friday))?.whys).toEqual([
    { text: 'a release is late', isMove: true },
    { text: 'the patch was wrong', isMove: false },
  ])
  expect(beforeOf({ pin, lineage }, told('second', monday))).toEqual({
    content,
    disclosureAt: monday,
    whys: [{ text: 'the patch was wrong', isMove: false }],
  })
})

test('who was told nothing, this very version or one that is not of this line hears of no change', () => {
  expect([undefined, told('third', monday), told('other', friday)].map((says) => beforeOf({ pin, lineage }, says))).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
