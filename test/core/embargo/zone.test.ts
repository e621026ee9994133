import { expect, test } from 'vitest'
import { Zone } from '../../../core/embargo/zone.ts'

test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'Pacific/Apia'])(
  '%s is a zone, every time',
  (name) => {
    expect([Zone.safeParse(name).success, Zone.safeParse(name).success]).toEqual([true, true])
  },
)

test.each(['', 'CET', 'EST5EDT', '+01:00', 'Europe', 'Europe/Bonn', 'Europe/Berlin\n', '../etc/localtime'])(
  '"%s" is none, every time',
  (name) => {
    expect([Zone.safeParse(name).success, Zone.safeParse(name).success]).toEqual([false, false])
  },
)
