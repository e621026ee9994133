import { NoticeId } from '../shared/ids.ts'
import type { DeliveryKey } from './delivery.ts'

const PREFIX = 'waiting-on-'

/** Under which the mail stands that says that a notice waits for its addressee: no campaign has a notice of that name. */
export const waitingKeyOf = (key: DeliveryKey): DeliveryKey => ({ ...key, notice: NoticeId.parse(`${PREFIX}${key.notice}`) })

/** The notice that waits; nothing for any other notice. */
export const noticeThatWaits = (notice: NoticeId): NoticeId | undefined =>
  notice.startsWith(PREFIX) ? NoticeId.parse(notice.slice(PREFIX.length)) : undefined
