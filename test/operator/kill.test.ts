import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people } from '../../bench/people.ts'
import { builtTemplates } from '../../operator/cli/templates.ts'
import { killMoments } from './kill-moments.ts'
import { KillStory } from './kill-story.ts'
import { KillableStack } from './killable-stack.ts'

const RECIPIENTS = 500
const REPORTERS = 1
const KILLS = 20
/** For other moments: `KILL_SEED=7 npx vitest run test/operator/kill.test.ts`. What a moment meets differs from run to run all the same. */
const SEED = Number(process.env['KILL_SEED'] ?? 3)

let folder: string
let stack: KillableStack
let story: KillStory
let end: Awaited<ReturnType<KillStory['play']>>

beforeAll(async () => {
  await builtTemplates(() => undefined)
  folder = await mkdtemp(join(tmpdir(), 'forewarn-kill-'))
  stack = new KillableStack(folder)
  story = new KillStory(stack, RECIPIENTS)
  end = await story.play(killMoments(KILLS, SEED))
}, 600_000)

afterAll(async () => {
  await stack.kill()
  await rm(folder, { recursive: true, force: true })
})

/** Destinations of a notice's mails, one a mail. */
const toldBy = (notice: string): readonly string[] =>
  end.mails.filter(({ envelope }) => envelope.tags['notice'] === notice).flatMap(({ envelope }) => envelope.destinations)

/** The list as it was imported: the address of each organisation. */
const addresses = new Map(people(RECIPIENTS).map(({ organisation, contacts: [contact = ''] }) => [organisation, String(contact)]))

describe(`when the stack was killed at ${KILLS} moments of a release to ${RECIPIENTS} recipients (seed ${SEED})`, () => {
  test('every kill fell into the release', () => {
    expect(story.kills.map(({ notice }) => notice)).toEqual(Array.from({ length: KILLS }, () => 'releasing'))
    for (const { taken } of story.kills) expect(taken).toBeLessThan(RECIPIENTS)
  })

  test('it started again each time, and said nothing but alarms', () => {
    const lines = story.said.flatMap((text) => text.split('\n'))
    expect(lines.filter((line) => line !== '' && !line.includes('alarm.raised'))).toEqual([])
    expect(end.exit).toBe(0)
  })

  test('its clock went on as if nothing had been', () => {
    for (const { clockBefore: before, clockAfter: after } of story.kills) {
      expect(after.stack - before.stack).toBeGreaterThanOrEqual(after.notBefore - before.notAfter)
      expect(after.stack - before.stack).toBeLessThanOrEqual(after.notAfter - before.notBefore)
    }
  })

  test('what was approved right before a kill is approved', () => {
    expect(end.approved).toBe('planned')
  })

  test('nobody has two messages, and each message has one destination', () => {
    for (const { envelope } of end.mails) expect(envelope.destinations).toHaveLength(1)
    const told = toldBy('advance-1')
    expect(told.filter((address, index) => told.indexOf(address) !== index)).toEqual([])
    expect(told.length + toldBy('reporter-date-1').length).toBe(end.mails.length)
  })

  test('everybody has their message or stands in --not-told as uncertain, nobody in both, and nobody in neither', () => {
    const rows = end.notTold.rows.filter(({ notice }) => notice === 'advance-1')
    const open = rows.map(({ organisation = '' }) => addresses.get(organisation) ?? 'nobody of the list')
    expect([...toldBy('advance-1'), ...open].toSorted()).toEqual([...addresses.values()].toSorted())
    expect(rows.filter(({ state }) => state !== 'uncertain')).toEqual([])
  })

  test('so does the reporter', () => {
    const open = end.notTold.rows.filter(({ to }) => to === 'reporter').map(({ state }) => state)
    expect([...toldBy('reporter-date-1').map(() => 'told'), ...open]).toEqual([expect.stringMatching(/^(told|uncertain)$/)])
  })

  test('whoever has their message is delivered, also when the life that sent it ended before it knew', () => {
    expect(end.counts['delivered']).toBe(end.mails.length)
    expect(end.counts['uncertain'] ?? 0).toBe(RECIPIENTS + REPORTERS - end.mails.length)
  })

  test('the mail folder holds each mail whole, with its envelope, after every start', () => {
    for (const { odd } of [...story.kills, end]) expect(odd).toEqual([])
    for (const { envelope, to, isWhole } of end.mails) {
      expect(isWhole).toBe(true)
      expect(to).toEqual(envelope.destinations)
    }
  })

  test('no queue message was taken for poison', () => {
    const database = new DatabaseSync(join(stack.data, 'fauxqs', 'fauxqs.db'), { readOnly: true })
    const bodies = database.prepare('SELECT body FROM sqs_messages WHERE queue_name = ?')
    expect(['send-dlq', 'feedback-dlq'].flatMap((queue) => bodies.all(queue))).toEqual([])
    database.close()
  })
})
