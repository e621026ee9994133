import { RecipientDetails } from '../core/recipient/recipient.ts'

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe']

/** `count` made-up organisations with one address each, the same ones every time. */
export function people(count: number): readonly RecipientDetails[] {
  return Array.from({ length: count }, (_, index) =>
    RecipientDetails.parse({
      organisation: `Organisation ${index + 1} & Daughters`,
      contacts: [`security@organisation-${index + 1}.example`],
      zone: ZONES[index % ZONES.length],
      groups: ['distributors'],
      encryption: 'none',
    }),
  )
}
