import { useState } from 'react'
import { ITEM_KINDS, type Item, TRACKINGS } from '#shared/modules/catalog/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useSession } from '../../data/session.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { CodeField, MoneyField, PercentField, Select, Switch, Textarea, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { Barcodes } from './parts/Barcodes.tsx'

/** The fields of a new item, or of a known one. Mount it when it opens. */
export function ItemForm({ item, onClose, onCreated }: { item: Item | null; onClose(): void; onCreated?(item: Item): void }) {
  const t = useT()
  const { can } = useSession()
  const [removes, setRemoves] = useState(false)
  const restore = useCommand('catalog.restore')
  const options = {
    initial: {
      sku: item?.sku ?? '',
      name: item?.name ?? '',
      description: item?.description ?? '',
      kind: item?.kind ?? ('part' as Item['kind']),
      category: item?.category ?? '',
      unit: item?.unit ?? 'pc',
      priceMinor: (item?.priceMinor ?? 0) as number | null,
      costMinor: (item?.costMinor ?? 0) as number | null,
      taxRateBp: item?.taxRateBp ?? null,
      barcode: item?.barcode ?? '',
      active: item?.active ?? true,
      tracking: item?.tracking ?? ('none' as Item['tracking']),
    },
    fieldOf: { 'catalog.skuTaken': 'sku' } as const,
    onDone: (saved: Item) => {
      notify.done(item ? t('common.saved') : t('catalog.created', { name: saved.name }))
      onClose()
      if (!item) onCreated?.(saved)
    },
  }
  // An amount that is no number stays null, and the contract names the field.
  const create = useCommandForm('catalog.create', { ...options, toInput: (values) => values as never })
  const update = useCommandForm('catalog.update', { ...options, toInput: (values) => ({ ...values, itemId: item?.id ?? '' }) as never })
  const form = item ? update : create
  const reason = can('catalog.write') ? null : t('failure.platform.notAllowed')
  const extra =
    item &&
    (item.deleted ? (
      <ActionButton
        size="xs"
        label={t('common.restore')}
        disabledReason={reason}
        onClick={() => void restore.run({ itemId: item.id }).then((done) => done.ok && notify.done(t('catalog.restoredDone', { name: item.name })))}
      />
    ) : (
      <ActionButton size="xs" look="danger" label={t('common.remove')} disabledReason={reason} onClick={() => setRemoves(true)} />
    ))
  return (
    <FormDrawer opened title={item ? t('catalog.edit') : t('catalog.create')} form={form} onClose={onClose} extra={extra}>
      <TextInput label={t('common.name')} required dir="auto" data-autofocus {...form.field('name')} />
      <Fields>
        <CodeField label={t('catalog.sku')} {...form.field('sku')} />
        <CodeField label={t('catalog.barcode')} {...form.field('barcode')} />
      </Fields>
      <Fields>
        <Select
          label={t('catalog.kind')}
          allowDeselect={false}
          data={ITEM_KINDS.map((kind) => ({ value: kind, label: t(`catalog.kinds.${kind}`) }))}
          {...form.field('kind')}
        />
        <TextInput label={t('catalog.category')} placeholder={t('catalog.categoryHint')} dir="auto" {...form.field('category')} />
        <TextInput label={t('catalog.unit')} placeholder={t('catalog.unitHint')} {...form.field('unit')} />
      </Fields>
      <Fields>
        <MoneyField label={t('catalog.price')} {...form.field('priceMinor')} />
        <MoneyField label={t('catalog.cost')} {...form.field('costMinor')} />
        <PercentField label={t('catalog.taxRate')} placeholder={t('catalog.taxDefault')} {...form.field('taxRateBp')} />
      </Fields>
      {form.values.kind === 'part' && (
        <Select
          label={t('tracking.title')}
          allowDeselect={false}
          data={TRACKINGS.map((tracking) => ({ value: tracking, label: t(`tracking.${tracking}`) }))}
          {...form.field('tracking')}
        />
      )}
      {item && <Barcodes itemId={item.id} unit={item.unit} disabledReason={reason ?? (item.deleted ? t('failure.catalog.removed') : null)} />}
      <Textarea label={t('catalog.description')} autosize minRows={2} maxRows={6} dir="auto" {...form.field('description')} />
      <Switch label={t('catalog.active')} checked={form.values.active} onChange={(event) => form.set('active', event.currentTarget.checked)} />
      {removes && item && <RemoveDialog item={item} onCancel={() => setRemoves(false)} onDone={onClose} />}
    </FormDrawer>
  )
}

function RemoveDialog({ item, onCancel, onDone }: { item: Item; onCancel(): void; onDone(): void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('catalog.remove')
  const confirm = async () => {
    const done = await run({ itemId: item.id })
    if (!done.ok) return
    notify.done(t('catalog.removedDone', { name: item.name }))
    onDone()
  }
  return (
    <ConfirmDialog
      opened
      title={`${t('common.remove')}: ${item.name}`}
      text={t('catalog.removeText')}
      confirmLabel={t('common.remove')}
      danger
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onCancel}
    />
  )
}
