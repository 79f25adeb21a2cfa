import { useState } from 'react'
import type { Supplier } from '#shared/modules/purchasing/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useSession } from '../../data/session.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { PhoneField, Textarea, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

/** A new supplier, or a known one with all there is to it. Mount it when it opens. */
export function SupplierForm({ supplier, onClose }: { supplier: Supplier | null; onClose(): void }) {
  const t = useT()
  const { can } = useSession()
  const [removes, setRemoves] = useState(false)
  const remove = useCommand('purchasing.removeSupplier')
  const restore = useCommand('purchasing.restoreSupplier')
  const options = {
    initial: {
      name: supplier?.name ?? '',
      contact: supplier?.contact ?? '',
      phone: supplier?.phone ?? '',
      email: supplier?.email ?? '',
      address: supplier?.address ?? '',
      accountNumber: supplier?.accountNumber ?? '',
      note: supplier?.note ?? '',
    },
    fieldOf: { 'purchasing.nameTaken': 'name' } as const,
    onDone: ({ name }: Supplier) => {
      notify.done(supplier ? t('common.saved') : t('suppliers.created', { name }))
      onClose()
    },
  }
  const create = useCommandForm('purchasing.createSupplier', { ...options, toInput: (values) => values })
  const update = useCommandForm('purchasing.updateSupplier', { ...options, toInput: (values) => ({ ...values, supplierId: supplier?.id ?? '' }) })
  const form = supplier ? update : create
  const reason = can('purchasing.write') ? null : t('failure.platform.notAllowed')
  const said = (text: string) => {
    notify.done(text)
    onClose()
  }
  const extra =
    supplier &&
    (supplier.deleted ? (
      <ActionButton
        size="xs"
        label={t('common.restore')}
        disabledReason={reason}
        onClick={() => void restore.run({ supplierId: supplier.id }).then((done) => done.ok && said(t('suppliers.restoredDone', { name: supplier.name })))}
      />
    ) : (
      <ActionButton size="xs" look="danger" label={t('common.remove')} disabledReason={reason} onClick={() => setRemoves(true)} />
    ))
  return (
    <FormDrawer
      opened
      title={supplier ? t('suppliers.edit') : t('suppliers.create')}
      form={{ ...form, failure: form.failure ?? restore.failure }}
      onClose={onClose}
      extra={extra}
    >
      <TextInput label={t('common.name')} required dir="auto" data-autofocus {...form.field('name')} />
      <Fields>
        <TextInput label={t('suppliers.contact')} dir="auto" {...form.field('contact')} />
        <TextInput label={t('suppliers.accountNumber')} dir="ltr" {...form.field('accountNumber')} />
      </Fields>
      <Fields>
        <PhoneField label={t('common.phone')} {...form.field('phone')} />
        <TextInput label={t('common.email')} dir="ltr" {...form.field('email')} />
      </Fields>
      <Textarea label={t('suppliers.address')} autosize minRows={2} maxRows={5} dir="auto" {...form.field('address')} />
      <Textarea label={t('common.note')} autosize minRows={2} maxRows={6} dir="auto" {...form.field('note')} />
      {removes && supplier && (
        <ConfirmDialog
          opened
          danger
          title={`${t('common.remove')}: ${supplier.name}`}
          text={t('suppliers.removeText')}
          confirmLabel={t('common.remove')}
          busy={remove.isRunning}
          failure={remove.failure}
          onConfirm={() => void remove.run({ supplierId: supplier.id }).then((done) => done.ok && said(t('suppliers.removedDone', { name: supplier.name })))}
          onCancel={() => setRemoves(false)}
        />
      )}
    </FormDrawer>
  )
}
