import { useState } from 'react'
import type { Order } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useHits } from '../../../data/hits.ts'
import { useT } from '../../../texts/t.ts'
import { TextInput } from '../../../ui/fields.tsx'
import { BigButton } from '../../../ui/kiosk.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from '../Kiosk.module.css'
import { KioskTitle } from './KioskTitle.tsx'

/** Finds that fit a glove and one look. */
const MOST_HITS = 8

/** A part that the job turns out to need: one press on it, or on the words, asks the parts room; the counter asks the customer. */
export function KioskParts({ order, onAsked, onBack }: { order: Order; onAsked: (name: string) => void; onBack: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.askForPart')
  const [text, setText] = useState('')
  const [pieces, setPieces] = useState(1)
  const { hits } = useHits(text, ['item'])
  const ask = async (what: { itemId: string } | { description: string }) => {
    const done = await run({ workOrderId: order.id, qtyMilli: pieces * 1000, ...what } as Parameters<typeof run>[0]) // the hit's own id
    if (done.ok) onAsked(done.value.name)
  }
  const typed = text.trim()
  return (
    <div className={classes.screen}>
      <KioskTitle title={t('jobs.whichPart')} onBack={onBack} />
      <FailureNotice failure={failure} />
      <div className={classes.other}>
        <TextInput label={t('jobs.partName')} data-autofocus maxLength={300} value={text} onChange={(event) => setText(event.currentTarget.value)} dir="auto" />
        <fieldset className={classes.pieces} dir="ltr" aria-label={t('lines.qty')}>
          <BigButton label="−1" disabledReason={pieces > 1 ? null : ''} onClick={() => setPieces(pieces - 1)} />
          <output>{pieces}</output>
          <BigButton label="+1" disabledReason={pieces < 99 ? null : ''} onClick={() => setPieces(pieces + 1)} />
        </fieldset>
      </div>
      <div className={classes.choices}>
        {hits.slice(0, MOST_HITS).map(({ id, title, subtitle }) => (
          <BigButton key={id} label={title} hint={subtitle} busy={isRunning} onClick={() => void ask({ itemId: id })} />
        ))}
        {typed !== '' && (
          <BigButton look="primary" label={t('jobs.askFor', { text: typed })} busy={isRunning} onClick={() => void ask({ description: typed })} />
        )}
      </div>
    </div>
  )
}
