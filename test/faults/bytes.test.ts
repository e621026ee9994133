import { type GetObjectCommand, type HeadObjectCommand, NotFound, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { writeCalendar } from '../../adapters/calendar/write-calendar.ts'
import { s3Blobs } from '../../adapters/s3/blobs.ts'
import { markdownRenderer } from '../../adapters/templates/markdown-renderer.ts'
import { templateEngine } from '../../adapters/templates/template-engine.ts'
import { composeMime } from '../../adapters/mime/compose-mime.ts'
import type { ComposeMime } from '../../core/notice/ports.ts'
import { Fault } from '../../core/shared/fault.ts'
import { makeLoadMaterial, makeLoadStock } from '../../core/usecases/load-material.ts'
import { plainly } from '../../core/usecases/seal-letter.ts'
import { makeSendChunk } from '../../core/usecases/send-chunk.ts'
import { makeWriteMail } from '../../core/usecases/write-mail.ts'
import { memoryVault } from '../fakes/vault.ts'
import { policy } from '../core/notice/sample.ts'
import { type Team, countsOf, expectOnceEach, mailsOf, makeTeam, noticeOf, run, scheduled, stored, toLead } from '../core/usecases/team.ts'
import { only } from '../core/usecases/trouble.ts'

async function releasing() {
  const team = await makeTeam({ recipients: 3, reporters: 'none' })
  const { id } = await scheduled(team)
  toLead(team)
  await team.tick()
  return { team, id, hint: only(team.hints.drainChunks()) }
}
const work = () => 60_000

/** A sender that takes its bytes from the real adapter of the bucket, and the objects in that bucket. */
async function withBucket(team: Team) {
  const objects = new Map<string, Uint8Array>()
  const vault = memoryVault()
  const blobs = s3Blobs({ s3: bucketOf(objects), bucket: 'bucket', vault })
  await blobs.putBundle(await team.blobs.bundle(team.bundle))
  await blobs.putPatch(await team.blobs.patch(team.patch))
  const stock = { documents: team.documents, blobs, engine: templateEngine(), policy }
  const loadMaterial = makeLoadMaterial({ ...stock, loadStock: makeLoadStock(stock), teamKeys: team.teamKeys })
  return { objects, vault, send: makeSendChunk({ ...team.sending, loadMaterial }) }
}

function bucketOf(objects: Map<string, Uint8Array>): S3Client {
  const send = async (command: GetObjectCommand | HeadObjectCommand | PutObjectCommand) => {
    const key = command.input.Key ?? ''
    const stored = objects.get(key)
    if (command instanceof PutObjectCommand) return void objects.set(key, command.input.Body as Uint8Array)
    if (!stored) throw new NotFound({ message: 'none', $metadata: {} })
    return { Body: { transformToByteArray: async () => stored } }
  }
  return { send } as unknown as S3Client
}

describe('after the approval', () => {
  test('a patch that was replaced in the bucket holds the notice, and nobody gets it', async () => {
    const { team, id, hint } = await releasing()
    const { objects, vault, send } = await withBucket(team)
    const key = `patches/${team.patch}`
    objects.set(key, await vault.seal({ purpose: 'patch', place: key }, Buffer.from('--- another patch').toString('base64')))
    expect(await send(hint, work)).toEqual({ outcome: 'nothing-to-do', because: 'pin-broken' })
    await run(team)
    expect(mailsOf(team)).toEqual([])
    expect(noticeOf(await stored(team, id), 'advance-1')).toMatchObject({ state: 'held', because: 'pin-broken-digest-mismatch' })
  })
  test('keys that KMS denies stop the sender before its first claim, and the notice goes out once they are back', async () => {
    const { team, id, hint } = await releasing()
    const { vault, send } = await withBucket(team)
    vault.down = true
    await expect(send(hint, work)).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' })
    await team.tick()
    expect(noticeOf(await stored(team, id), 'advance-1').state).toBe('releasing')
    expect(await countsOf(team, id, 'advance-1')).toEqual({ planned: 3 })
    vault.down = false
    await send(hint, work)
    expectOnceEach(team, 'advance-1', 3)
  })
})

describe('a mail that cannot be made for one addressee', () => {
  test('because its template fails blocks that one, and the others are told', async () => {
    const { team, id, hint } = await releasing()
    const loadMaterial: typeof team.sending.loadMaterial = async (...of) => {
      const material = await team.sending.loadMaterial(...of)
      const render: typeof material.renderer.render = (template, view) => {
        if (JSON.stringify(view).includes('Organisation 2'))
          throw new Fault('RENDER_FAILED', 'a template does not render', { retry: 'never' })
        return material.renderer.render(template, view)
      }
      return { ...material, renderer: { render } }
    }
    await makeSendChunk({ ...team.sending, loadMaterial })(hint, work)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 2, blocked: 1 })
    expect(mailsOf(team)).toEqual(['advance-1 → security@org1.example', 'advance-1 → security@org3.example'])
  })
  test('because it is over 10 MB blocks that one, and the others are told', async () => {
    const { team, id, hint } = await releasing()
    const compose: ComposeMime = async (letter) => (letter.to.includes('org2') ? new Uint8Array(10 * 1024 * 1024 + 1) : composeMime(letter))
    const writeMail = makeWriteMail({
      markdown: markdownRenderer(),
      calendar: writeCalendar,
      wrap: plainly(compose),
      policy,
      clock: team.clock,
    })
    await makeSendChunk({ ...team.sending, writeMail })(hint, work)
    expect(await countsOf(team, id, 'advance-1')).toEqual({ accepted: 2, blocked: 1 })
    expect(mailsOf(team)).toEqual(['advance-1 → security@org1.example', 'advance-1 → security@org3.example'])
  })
})
