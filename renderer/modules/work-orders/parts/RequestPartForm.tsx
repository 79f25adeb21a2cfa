import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { DateField, QuantityField, TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields } from '../../../ui/Page.tsx'
import { SupplierSelect } from '../../purchasing/parts/SupplierSelect.tsx'

/** Asks purchasing for the part of a line. Mount it when it opens. */
export function RequestPartForm({ line, onClose }: { line: OrderView['lines'][number]; onClose(): void }) {
  const t = useT()
  const { can } = useSession()
  const form = useCommandForm('workOrders.requestPart', {
    initial: { qtyMilli: line.qtyMilli as number | null, neededOn: null as string | null, supplierId: null as string | null, note: '' },
    toInput: (values) => ({ ...values, lineId: line.id }) as never, // a quantity that is none stays null, and the contract names the field
    onDone: () => {
      notify.done(t('goods.requestDone'))
      onClose()
    },
  })
  return (
    <FormModal opened size="md" title={t('goods.requestTitle', { name: line.description })} submitLabel={t('goods.request')} form={form} onClose={onClose}>
      <Fields>
        <QuantityField label={t('goods.tryQuantity')} required data-autofocus {...form.field('qtyMilli')} />
        <DateField label={t('goods.requestNeeded')} clearable {...form.field('neededOn')} />
      </Fields>
      {can('purchasing.read') && <SupplierSelect isClearable {...form.field('supplierId')} />}
      <TextInput label={t('common.note')} dir="auto" maxLength={200} {...form.field('note')} />
    </FormModal>
  )
}
