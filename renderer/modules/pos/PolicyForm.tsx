import type { Policy } from '#shared/modules/pos/model.ts'
import { ROLES } from '#shared/kernel/permission.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { IntegerField, MoneyField, PercentField, Switch } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

/** What the shop decides about its counter. */
export function PolicyForm({ policy, onClose }: { policy: Policy; onClose(): void }) {
  const t = useT()
  const { discountBp, ...rest } = policy
  const form = useCommandForm('pos.setPolicy', {
    initial: { ...rest, ...discountBp } as Omit<Policy, 'discountBp'> & Policy['discountBp'],
    toInput: ({ cashStepMinor, pinPerSale, cardSaleMinor, cardOpenMinor, cardAlarmHours, ...roles }) => ({
      cashStepMinor,
      pinPerSale,
      cardSaleMinor,
      cardOpenMinor,
      cardAlarmHours,
      discountBp: roles,
    }),
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormDrawer opened title={t('till.rules')} form={form} onClose={onClose}>
      <Switch
        label={t('till.pinPerSale')}
        description={t('till.pinPerSaleHint')}
        checked={form.values.pinPerSale}
        onChange={(event) => form.set('pinPerSale', event.currentTarget.checked)}
      />
      <MoneyField label={t('till.cashStep')} description={t('till.cashStepHint')} {...form.field('cashStepMinor')} />
      <h3 style={{ margin: 0 }}>{t('till.discounts')}</h3>
      <Fields min={130}>
        {ROLES.filter((role) => role !== 'viewer').map((role) => (
          <PercentField key={role} label={t(`role.${role}`)} {...form.field(role)} />
        ))}
      </Fields>
      <h3 style={{ margin: 0 }}>{t('till.cards')}</h3>
      <Fields>
        <MoneyField label={t('till.cardSale')} {...form.field('cardSaleMinor')} />
        <MoneyField label={t('till.cardOpen')} {...form.field('cardOpenMinor')} />
        <IntegerField label={t('till.cardHours')} {...form.field('cardAlarmHours')} />
      </Fields>
    </FormDrawer>
  )
}
