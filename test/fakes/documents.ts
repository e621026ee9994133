import type { AudienceIndex, Chunk } from '../../core/campaign/audience.ts'
import type { AudienceBuild } from '../../core/campaign/audience-build.ts'
import type { Content } from '../../core/campaign/content.ts'
import type { Findings } from '../../core/campaign/findings.ts'
import type { DocumentStore } from '../../core/campaign/ports.ts'
import type { Json } from '../../core/shared/canonical-json.ts'
import { type Digest, digestOf } from '../../core/shared/digest.ts'
import { Fault } from '../../core/shared/fault.ts'
import type { CampaignId } from '../../core/shared/ids.ts'

export function memoryDocuments(): DocumentStore {
  const contents = byDigest<Content>()
  const chunks = byDigest<Chunk>()
  const audiences = byDigest<AudienceIndex>()
  const findings = new Map<string, Findings>()
  const builds = new Map<string, AudienceBuild>()
  return {
    putContent: contents.put,
    content: contents.get,
    putChunk: chunks.put,
    chunk: chunks.get,
    putAudience: audiences.put,
    audience: audiences.get,
    putFindings: async (id, key, found) => void findings.set(`${id} ${key}`, structuredClone(found)),
    findings: async (id, key) => structuredClone(findings.get(`${id} ${key}`)),
    putBuild: async (id, build) => void builds.set(`${id} ${build.id}`, structuredClone(build)),
    build: async (id, buildId) => structuredClone(builds.get(`${id} ${buildId}`)),
  }
}

/** Documents of one kind. Those of another campaign are as good as absent. */
function byDigest<T extends Json>() {
  const kept = new Map<string, T>()
  return {
    async put(this: void, id: CampaignId, document: T): Promise<Digest> {
      const digest = digestOf(document)
      kept.set(`${id} ${digest}`, structuredClone(document))
      return digest
    },
    async get(this: void, id: CampaignId, digest: Digest): Promise<T> {
      const document = kept.get(`${id} ${digest}`)
      if (document === undefined) throw new Fault('ITEM_MISSING', 'a document is not there', { retry: 'never' })
      return structuredClone(document)
    },
  }
}
