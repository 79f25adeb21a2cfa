import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { localDate } from '#shared/kernel/time.ts'
import { useNow } from '../../../data/now.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { DateField, Select } from '../../../ui/fields.tsx'
import { Fields } from '../../../ui/Page.tsx'
import { PdfActions } from '../../workspace/parts/PdfActions.tsx'
import classes from './PrintDialog.module.css'

/** The day of a location's bays on paper. */
export function PrintBays() {
  const t = useT()
  const { can } = useSession()
  const { location } = useShop()
  const [isOpen, setIsOpen] = useState(false)
  if (!can('papers.print') || !location) return null
  return (
    <>
      <ActionButton label={t('papers.bays')} icon={<IconPrinter size={16} />} shortcut="F9" onClick={() => setIsOpen(true)} />
      {isOpen && <Dialog locationId={location.id} onClose={() => setIsOpen(false)} />}
    </>
  )
}

function Dialog({ locationId, onClose }: { locationId: string; onClose: () => void }) {
  const t = useT()
  const { company } = useShop()
  const now = useNow()
  const today = localDate(now, company?.zone ?? 'UTC')
  const { data: board } = useQuery('bays.board', { locationId })
  const [on, setOn] = useState<string | null>(today)
  const [bayId, setBayId] = useState('')
  return (
    <Modal opened onClose={onClose} title={t('papers.bays')} size={560}>
      <Fields min={180}>
        <DateField label={t('papers.day')} data-autofocus value={on} onChange={setOn} />
        <Select
          label={t('papers.bay')}
          allowDeselect={false}
          data={[{ value: '', label: t('papers.allBays') }, ...(board ?? []).map(({ id, name }) => ({ value: id as string, label: name }))]}
          value={bayId}
          onChange={(chosen) => setBayId(chosen ?? '')}
        />
      </Fields>
      <div className={classes.foot}>
        <PdfActions name="papers.bays" input={{ locationId, on: on ?? today, ...(bayId !== '' && { bayId }) }} ahead="shown" onOut={onClose} />
      </div>
    </Modal>
  )
}
