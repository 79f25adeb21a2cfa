import { useState } from 'react'
import type { CreditNote, Invoice, WriteOff } from '#shared/modules/invoicing/model.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Code, DateTime, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { PdfActions } from '../../workspace/parts/PdfActions.tsx'
import { WriteOffForm } from '../WriteOffForm.tsx'
import classes from './Ageing.module.css'

/** What was taken back of an invoice, and what was given up. */
export function CreditNotes({ invoice }: { invoice: Invoice }) {
  const t = useT()
  return (
    <>
      {invoice.creditNotes.length > 0 && (
        <Panel flush title={t('credit.notes')}>
          <ul className={classes.rows}>
            {invoice.creditNotes.map((note) => (
              <Note key={note.id} note={note} />
            ))}
          </ul>
        </Panel>
      )}
      {invoice.writeOffs.length > 0 && (
        <Panel flush title={t('credit.writeOffs')}>
          <ul className={classes.rows}>
            {invoice.writeOffs.map((off) => (
              <Off key={off.id} off={off} invoice={invoice} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}

function Note({ note }: { note: CreditNote }) {
  const t = useT()
  const [opened, setOpened] = useState(false)
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span>
          <Code>{note.number}</Code> {note.officialNumber !== null && <span className={classes.dim}>{`${t('credit.official')} ${note.officialNumber}`}</span>}
        </span>
        <span dir="auto">{note.reason}</span>
        <span className={classes.dim}>
          <DateTime at={note.issuedAt} /> · {t('invoice.by', { name: note.issuedBy })}
        </span>
      </span>
      <Money minor={-note.totalMinor} strong />
      {opened ? (
        <PdfActions hasKey={false} name="invoicing.creditNotePdf" input={{ creditNoteId: note.id }} ahead="shown" />
      ) : (
        <ActionButton size="xs" look="quiet" label={t('invoice.print')} onClick={() => setOpened(true)} />
      )}
    </li>
  )
}

function Off({ off, invoice }: { off: WriteOff; invoice: Invoice }) {
  const t = useT()
  const { can } = useSession()
  const [reverses, setReverses] = useState(false)
  const isReversal = off.reversesId !== null
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span dir="auto">{off.reason}</span>
        <span className={classes.dim}>
          <DateTime at={off.writtenAt} /> · {t('credit.writeOffBy', { by: off.writtenBy, approved: off.approvedBy })}
        </span>
      </span>
      <Money minor={-off.amountMinor} strong />
      {!isReversal && !off.isReversed && (
        <ActionButton
          size="xs"
          look="quiet"
          label={t('credit.writeOffReverse')}
          disabledReason={can('payments.take') ? null : t('failure.platform.notAllowed')}
          onClick={() => setReverses(true)}
        />
      )}
      {reverses && <WriteOffForm invoice={invoice} reverses={off} onClose={() => setReverses(false)} />}
    </li>
  )
}
