import type { Id } from '#shared/kernel/ids.ts'
import { ABOVE_LIMIT, type Terms } from '#shared/modules/invoicing/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { lookUp, useT } from '../../texts/t.ts'
import { IntegerField, MoneyField, Select } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

/** How a customer may owe. An empty field is as the shop has it, or no limit. */
export function TermsForm({ customerId, terms, onClose }: { customerId: Id<'customer'>; terms: Terms; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('invoicing.setTerms', {
    initial: { ...terms },
    toInput: (values) => ({ customerId, ...values }),
    onDone: () => {
      notify.done(t('account.saved'))
      onClose()
    },
  })
  return (
    <FormDrawer opened title={t('account.terms')} form={form} onClose={onClose}>
      <Fields>
        <IntegerField label={t('account.termsDays')} placeholder={t('account.termsShop')} data-autofocus {...form.field('termsDays')} />
        <MoneyField label={t('account.limit')} placeholder={t('account.noLimit')} {...form.field('limitMinor')} />
        <Select
          label={t('account.aboveLimit')}
          allowDeselect={false}
          data={ABOVE_LIMIT.map((value) => ({ value, label: t(`account.${value}`) }))}
          {...form.field('aboveLimit')}
          onChange={(next) => form.set('aboveLimit', next === 'refuse' ? 'refuse' : 'warn')}
        />
        <Select
          label={t('account.dunning')}
          allowDeselect={false}
          data={[0, 1, 2, 3].map((level) => ({ value: String(level), label: lookUp(`account.dunningLevels.${level}`, String(level)) }))}
          value={String(form.values.dunningLevel)}
          onChange={(next) => form.set('dunningLevel', Number(next))}
        />
      </Fields>
    </FormDrawer>
  )
}
