import { useState } from 'react'
import type { Counted } from '#shared/modules/invoicing/model/drawer.ts'
import { useCommand } from '../../data/command.ts'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Panel } from '../../ui/Page.tsx'
import { FailureNotice, Notice } from '../../ui/states.tsx'
import { CountTable } from './parts/CountTable.tsx'
import classes from './parts/Sale.module.css'

/** The till of this device begins its day with what lies in it. */
export function OpenTillForm() {
  const t = useT()
  const { can } = useSession()
  const { location } = useShop()
  const { run, isRunning, failure } = useCommand('pos.openTill')
  const [counts, setCounts] = useState<Counted[] | null>(null)
  const [isAsked, setAsked] = useState(false)
  const open = () => {
    if (counts === null) setAsked(true)
    else if (location) void run({ locationId: location.id, counts })
  }
  return (
    <Panel title={t('till.open')} hint={t('till.openText')}>
      <form
        className={classes.opening}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          open()
        }}
      >
        <CountTable onChange={setCounts} />
        {isAsked && counts === null && <Notice tone="bad">{t('till.countFirst')}</Notice>}
        <FailureNotice failure={failure} />
        <ActionButton
          look="primary"
          label={t('till.open')}
          shortcut="F8"
          busy={isRunning}
          disabledReason={can('pos.till') ? null : t('failure.platform.notAllowed')}
          onClick={open}
        />
      </form>
    </Panel>
  )
}
