import * as z from 'zod'
import type { Advisory } from '../advisory/advisory.ts'

/** A patch as a mail lists it. */
export const PatchLine = z.strictObject({ name: z.string(), branch: z.string(), sha256: z.string(), size: z.string() })
export type PatchLine = z.infer<typeof PatchLine>

export function patchesOf(advisory: Advisory): PatchLine[] {
  const names = patchNames(advisory)
  return advisory.patches.map(({ branch, sha256, size }, index) => ({
    name: names[index] ?? '',
    branch,
    sha256,
    size: `${size.toLocaleString('en-US')} bytes`,
  }))
}

export const patchLines = (advisory: Advisory): string[] =>
  patchesOf(advisory).map(({ branch, name, sha256 }) => `${branch}: ${name} (SHA-256 ${sha256.slice(0, 12)}…)`)

/**
 * What the mail calls each patch, in order: `ADV-2026-0003-1.2.patch`. The name stands in a header, so of the branch
 * it keeps a version number at the most, and of the file's own name nothing. Each differs from the others, also where case counts for nothing.
 */
export function patchNames(advisory: Pick<Advisory, 'id' | 'patches'>): string[] {
  const used = new Set<string>()
  return advisory.patches.map(({ branch }, index) => {
    const stem = isVersion(branch) ? branch.toLowerCase() : `patch-${index + 1}`
    const free = used.has(stem) ? `${stem}-${index + 1}` : stem
    used.add(free)
    return `${advisory.id}-${free}.patch`
  })
}

const isVersion = (branch: string): boolean => /^v?\d{1,6}(\.\d{1,6}){0,3}(\.x)?$/i.test(branch)
