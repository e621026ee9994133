import type { AudienceIndex, Chunk } from '../../core/campaign/audience.ts'
import type { AudienceBuild } from '../../core/campaign/audience-build.ts'
import type { Content } from '../../core/campaign/content.ts'
import type { Findings } from '../../core/campaign/findings.ts'
import type { DocumentStore } from '../../core/campaign/ports.ts'
import type { Json } from '../../core/shared/canonical-json.ts'
import { type Digest, digestOf } from '../../core/shared/digest.ts'
import { Fault } from '../../core/shared/fault.ts'
import type { CampaignId } from '../../core/shared/ids.ts'
import { copyOf } from './copy.ts'
import { type MemoryTable, memoryTable } from './table.ts'

export function memoryDocuments(table = memoryTable()): DocumentStore {
  const contents = byDigest<Content>(table, 'contents')
  const chunks = byDigest<Chunk>(table, 'chunks')
  const audiences = byDigest<AudienceIndex>(table, 'audiences')
  const findings = table.items<Findings>('findings')
  const builds = table.items<AudienceBuild>('builds')
  return {
    putContent: contents.put,
    content: contents.get,
    putChunk: chunks.put,
    chunk: chunks.get,
    putAudience: audiences.put,
    audience: audiences.get,
    putFindings: async (id, key, found) => void findings.set(`${id} ${key}`, copyOf(found)),
    findings: async (id, key) => copyOf(findings.get(`${id} ${key}`)),
    putBuild: async (id, build) => void builds.set(`${id} ${build.id}`, copyOf(build)),
    build: async (id, buildId) => copyOf(builds.get(`${id} ${buildId}`)),
  }
}

/** Documents of one kind. Those of another campaign are as good as absent. */
function byDigest<T extends Json>(table: MemoryTable, kind: string) {
  const kept = table.items<T>(kind)
  return {
    async put(this: void, id: CampaignId, document: T): Promise<Digest> {
      const digest = digestOf(document)
      kept.set(`${id} ${digest}`, copyOf(document))
      return digest
    },
    async get(this: void, id: CampaignId, digest: Digest): Promise<T> {
      const document = kept.get(`${id} ${digest}`)
      if (document === undefined) throw new Fault('ITEM_MISSING', 'a document is not there', { retry: 'never' })
      return copyOf(document)
    },
  }
}
