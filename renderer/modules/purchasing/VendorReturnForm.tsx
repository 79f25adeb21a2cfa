import { Checkbox } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { RETURN_REASONS } from '#shared/modules/purchasing/model/parts.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useList } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { Dim, Money } from '../../ui/display.tsx'
import { MoneyField, QuantityField, Select, Textarea } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { Fields } from '../../ui/Page.tsx'
import classes from '../catalog/parts/goods.module.css'
import { ItemBox } from '../catalog/parts/ItemBox.tsx'
import { RowTool } from '../catalog/parts/RowTool.tsx'
import { SupplierSelect } from './parts/SupplierSelect.tsx'

interface Back {
  readonly itemId: string
  readonly name: string
  readonly qtyMilli: number | null
  readonly unitCostMinor: number | null
}

/** Parts and old cores that are to go back to a vendor. Mount it when it opens. */
export function VendorReturnForm({ onClose }: { onClose(): void }) {
  const t = useT()
  const go = useGo()
  const { location } = useShop()
  const [parts, setParts] = useState<readonly Back[]>([])
  const [coreIds, setCoreIds] = useState<readonly string[]>([])
  const cores = useList('purchasing.cores', { state: 'here', limit: 100 }).rows.filter(({ returnId }) => returnId === null)
  const form = useCommandForm('purchasing.createReturn', {
    initial: { supplierId: null as string | null, reason: 'defective' as (typeof RETURN_REASONS)[number], note: '', parts: 0 },
    // A cost that is not said is that of the catalogue; a quantity that is none stays null, and the contract names it.
    toInput: ({ parts: _parts, ...values }) =>
      ({
        ...values,
        locationId: location?.id ?? '',
        parts: parts.map(({ itemId, qtyMilli, unitCostMinor }) => ({ itemId, qtyMilli, ...(unitCostMinor !== null && { unitCostMinor }) })),
        coreIds,
      }) as never,
    onDone: ({ head }) => {
      onClose()
      go({ to: paths.vendorReturn, params: { returnId: head.id } })
    },
  })
  const change = (at: number, patch: Partial<Back>) => setParts(parts.map((part, i) => (i === at ? { ...part, ...patch } : part)))
  return (
    <FormDrawer opened size="lg" title={t('goods.returnCreate')} submitLabel={t('common.create')} form={form} onClose={onClose}>
      <Fields>
        <SupplierSelect isFirst {...form.field('supplierId')} />
        <Select
          label={t('goods.returnReason')}
          allowDeselect={false}
          data={RETURN_REASONS.map((value) => ({ value, label: t(`returnReason.${value}`) }))}
          {...form.field('reason')}
        />
      </Fields>
      <ItemBox
        label={t('goods.returnParts')}
        onChoose={(itemId, name) =>
          !parts.some((part) => part.itemId === itemId) && setParts([...parts, { itemId, name, qtyMilli: 1000, unitCostMinor: null }])
        }
      />
      {parts.length > 0 && (
        <table className={classes.table}>
          <tbody>
            {parts.map((part, i) => (
              <tr key={part.itemId}>
                <th scope="row">
                  <bdi>{part.name}</bdi>
                </th>
                <td style={{ width: 130 }}>
                  <QuantityField
                    aria-label={t('purchasing.quantityOf', { name: part.name })}
                    value={part.qtyMilli}
                    onChange={(qtyMilli) => change(i, { qtyMilli })}
                  />
                </td>
                <td style={{ width: 130 }}>
                  <MoneyField
                    aria-label={t('purchasing.costOf', { name: part.name })}
                    placeholder={t('catalog.cost')}
                    value={part.unitCostMinor}
                    onChange={(unitCostMinor) => change(i, { unitCostMinor })}
                  />
                </td>
                <td data-tools>
                  <RowTool
                    label={t('goods.unrelate', { name: part.name })}
                    icon={<IconX size={16} />}
                    reason={null}
                    onClick={() => setParts(parts.filter((other) => other !== part))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {cores.length > 0 && (
        <Checkbox.Group label={t('goods.returnCores')} value={[...coreIds]} onChange={setCoreIds}>
          <div style={{ display: 'grid', gap: 8, marginBlockStart: 8 }}>
            {cores.map((core) => (
              <Checkbox
                key={core.id}
                value={core.id}
                label={
                  <span>
                    <bdi>{core.name}</bdi> <bdi dir="ltr">{core.documentNumber}</bdi> <Money minor={core.chargeMinor} /> <Dim>{core.supplierName}</Dim>
                  </span>
                }
              />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <Textarea label={t('common.note')} autosize minRows={2} maxRows={6} dir="auto" {...form.field('note')} />
    </FormDrawer>
  )
}
