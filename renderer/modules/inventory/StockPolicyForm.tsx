import { type StockPolicy, VALUATIONS } from '#shared/modules/inventory/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { IntegerField, MoneyField, Select } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

/** What the shop decides about its stock. Mount it when it opens. */
export function StockPolicyForm({ policy, onClose }: { policy: StockPolicy; onClose(): void }) {
  const t = useT()
  const { valuation, ...numbers } = policy
  const form = useCommandForm('inventory.setPolicy', {
    initial: { valuation, ...(numbers as Record<keyof typeof numbers, number | null>) },
    toInput: (values) => values as never, // an emptied number is sent as it is, so that the contract names the field
    onDone: () => {
      notify.done(t('worth.saved'))
      onClose()
    },
  })
  return (
    <FormModal opened size="md" title={t('worth.policy')} form={form} onClose={onClose}>
      <Select
        label={t('worth.policyValuation')}
        description={t('worth.policyValuationHint')}
        data-autofocus
        allowDeselect={false}
        data={VALUATIONS.map((value) => ({ value, label: t(`valuation.${value}`) }))}
        {...form.field('valuation')}
      />
      <Fields>
        <IntegerField label={t('worth.warnDays')} unit={t('worth.days')} {...form.field('warnDays')} />
        <MoneyField label={t('worth.recountMinor')} {...form.field('recountMinor')} />
      </Fields>
      <Fields>
        <IntegerField label={t('worth.demandWeeks')} unit={t('worth.weeks')} {...form.field('demandWeeks')} />
        <IntegerField label={t('worth.leadDays')} unit={t('worth.days')} {...form.field('leadDays')} />
        <IntegerField label={t('worth.coverDays')} unit={t('worth.days')} {...form.field('coverDays')} />
      </Fields>
    </FormModal>
  )
}
