import { useQuery } from '../../data/queries.ts'
import { useT } from '../../texts/t.ts'
import { Page } from '../../ui/Page.tsx'
import { SessionList } from './parts/SessionList.tsx'

/** Where people are signed in. Sessions age without a write, so the list is also asked by the clock. */
export function SessionsPage() {
  const t = useT()
  const sessions = useQuery('auth.sessions', {}, { everyMs: 60_000 })
  return (
    <Page fills title={t('sessions.title')} intro={t('sessions.intro')}>
      <SessionList sessions={sessions} />
    </Page>
  )
}
