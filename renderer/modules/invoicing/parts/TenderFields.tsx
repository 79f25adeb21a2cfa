import { SegmentedControl } from '@mantine/core'
import { PAYMENT_METHODS } from '#shared/modules/invoicing/model.ts'
import { useT } from '../../../texts/t.ts'
import { TextInput } from '../../../ui/fields.tsx'

export type Method = (typeof PAYMENT_METHODS)[number]

export function MethodField({ value, onChange }: { value: Method; onChange: (method: Method) => void }) {
  const t = useT()
  return (
    <SegmentedControl
      fullWidth
      aria-label={t('invoice.method')}
      value={value}
      onChange={(next) => onChange(PAYMENT_METHODS.find((known) => known === next) ?? 'cash')}
      data={PAYMENT_METHODS.map((method) => ({ value: method, label: t(`payMethod.${method}`) }))}
    />
  )
}

/** Of the terminal's slip or the bank. */
export function ReferenceField(props: { value: string; onChange: (value: never) => void; error?: React.ReactNode }) {
  const t = useT()
  return <TextInput label={t('invoice.reference')} placeholder={t('invoice.referenceHint')} dir="ltr" maxLength={80} autoComplete="off" {...props} />
}
