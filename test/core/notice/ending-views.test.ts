import { describe, expect, test } from 'vitest'
import type { Addressee } from '../../../core/notice/addressee.ts'
import { type CollapseView, collapseView } from '../../../core/notice/collapse-view.ts'
import { withdrawnView } from '../../../core/notice/withdrawn-view.ts'
import { content, fakeMarkdown, inputFor, recipient, reporter, teamItself } from './sample.ts'

describe('a collapse', () => {
  const parts = (view: CollapseView) => Object.keys(view).filter((name) => name.startsWith('for'))

  test.each<[string, Addressee, string]>([
    ['a recipient the advisory', recipient, 'forRecipient'],
    ['a reporter their credit', reporter, 'forReporter'],
    ['the team its steps', teamItself, 'forTeam'],
  ])('shows %s, and nothing that is for others', (_, addressee, part) => {
    expect(parts(collapseView(inputFor('collapse', { addressee }), fakeMarkdown))).toEqual([part])
  })

  test('tells a reporter how they are credited, by name where they asked for nothing else', () => {
    if (reporter.kind !== 'reporter') throw new Error('the sample is a reporter')
    const { credit: _, ...uncredited } = reporter.reporter
    const credit = (addressee: Addressee) => collapseView(inputFor('collapse', { addressee }), fakeMarkdown).forReporter
    expect(credit(reporter)).toEqual({ credit: 'forthegreatergood' })
    expect(credit({ ...reporter, reporter: uncredited })).toEqual({ credit: 'Mika Sato' })
  })

  test('gives no reason where none can be said', () => {
    expect(collapseView(inputFor('collapse', { content }), fakeMarkdown).why).toEqual([])
  })
})

describe('a withdrawal', () => {
  test.each<[string, Addressee, boolean]>([
    ['a recipient', recipient, true],
    ['a reporter', reporter, false],
    ['the team', teamItself, false],
  ])('to %s is worded for a recipient: %s', (...[, addressee, toRecipient]) => {
    expect(withdrawnView(inputFor('withdrawn', { addressee })).toRecipient).toBe(toRecipient)
  })

  test('gives no reason where none can be said', () => {
    expect(withdrawnView(inputFor('withdrawn', { content })).why).toEqual([])
  })
})
