import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFileText } from '@tabler/icons-react'
import { type ComponentType, useState } from 'react'
import { z } from 'zod'
import type { Failure } from '#shared/kernel/result.ts'
import { call, saveText } from '../../data/client.ts'
import { type RowOf, useQuery } from '../../data/queries.ts'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { notify } from '../../ui/notify.ts'
import { Page } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading } from '../../ui/states.tsx'
import { Decisions } from './parts/Decisions.tsx'
import { Devices } from './parts/Devices.tsx'
import { Entries } from './parts/Entries.tsx'
import { HubPanel } from './parts/HubPanel.tsx'
import { StatusPanel } from './parts/StatusPanel.tsx'
import classes from './parts/sync.module.css'

const TABS = ['mine', 'decisions', 'devices', 'hub'] as const
/** Below this the page scrolls as a whole. */
const NARROW = '(max-width: 700px)'
const filterShape = z.object({ tab: z.enum(TABS) })

/** A clash is decided with means of the module whose records clash. */
export type ClashCard = ComponentType<{ conflict: RowOf<'sync.conflicts'> }>

/** The sync centre: what this device said, what a person must decide, which devices there are, and the hub. */
export function SyncPage({ ClashCard: Clash, MoneyTwice }: { ClashCard: ClashCard; MoneyTwice: ComponentType }) {
  const t = useT()
  const { can } = useSession()
  const [{ tab = 'mine' }, setFilters] = useFilters(filterShape)
  const status = useQuery('sync.status', {})
  const isNarrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches)
  const [failure, setFailure] = useState<Failure | null>(null)

  const exportAll = async () => {
    const answer = await call('sync.exportDiagnostics', {})
    setFailure(answer.ok ? null : answer.error)
    if (answer.ok && (await saveText(answer.value.fileName, answer.value.text))) notify.done(t('sync.diagnosticsSaved'))
  }
  const count = (status.data?.conflicts ?? 0) > 0 ? ` (${status.data?.conflicts})` : ''
  const words = { mine: t('sync.tabMine'), decisions: t('sync.tabDecisions') + count, devices: t('sync.tabDevices'), hub: t('sync.tabHub') }
  return (
    <Page
      fills={tab === 'mine' && !isNarrow}
      title={t('sync.title')}
      intro={t('sync.intro')}
      actions={can('sync.manage') && <ActionButton label={t('sync.diagnostics')} icon={<IconFileText size={16} />} onClick={() => void exportAll()} />}
    >
      <div className={classes.tabs}>
        <SegmentedControl
          aria-label={t('sync.title')}
          value={tab}
          onChange={(next) => setFilters({ tab: next === 'mine' ? undefined : TABS.find((known) => known === next) })}
          data={TABS.map((value) => ({ value, label: words[value] }))}
        />
      </div>
      <FailureNotice failure={failure} />
      {status.failure ? (
        <ErrorState failure={status.failure} onRetry={status.retry} />
      ) : !status.data ? (
        <Loading />
      ) : tab === 'mine' ? (
        <>
          <StatusPanel status={status.data} />
          {status.data.state !== 'off' && <Entries isNarrow={isNarrow} />}
        </>
      ) : tab === 'decisions' ? (
        <>
          <MoneyTwice />
          <Decisions ClashCard={Clash} />
        </>
      ) : tab === 'devices' ? (
        <Devices status={status.data} />
      ) : (
        <HubPanel status={status.data} />
      )}
    </Page>
  )
}

/** Text of any script as base64. */
