import { useDebouncedValue } from '@mantine/hooks'
import { BLANK_CUSTOMER, type Customer } from '#shared/modules/customers/model.ts'
import { LANGUAGES } from '#shared/modules/workspace/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { PhoneField, Select, Switch, Textarea, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import { Notice } from '../../ui/states.tsx'

interface CustomerFormProps {
  /** Null makes a new one. */
  customer: Customer | null
  /** What is known of a new one already, such as the name that was looked for. */
  known?: Partial<Omit<Customer, 'id' | 'deleted' | 'createdAt' | 'updatedAt'>>
  onClose(): void
  onSaved?(customer: Customer): void
}

const valuesOf = ({
  kind,
  name,
  company,
  phone,
  phone2,
  email,
  street,
  postcode,
  city,
  country,
  taxExempt,
  wantsNoMessages,
  priceGroup,
  note,
  language,
}: Omit<Customer, 'id' | 'deleted' | 'createdAt' | 'updatedAt'>) => ({
  kind,
  name,
  company,
  phone,
  phone2,
  email,
  street,
  postcode,
  city,
  country,
  taxExempt,
  wantsNoMessages,
  priceGroup,
  note,
  language: language ?? 'shop',
})
const languageOf = (language: string) => LANGUAGES.find((known) => known === language) ?? null

/** A new customer, or the fields of a known one. Mount it when it opens. Warns while typing when somebody has the same phone or e-mail. */
export function CustomerForm({ customer, known, onClose, onSaved }: CustomerFormProps) {
  const t = useT()
  const done = (saved: Customer) => {
    notify.done(customer ? t('common.saved') : t('customers.created', { name: saved.name }))
    onClose()
    onSaved?.(saved)
  }
  const fieldOf = { 'customers.badPhone': 'phone' } as const
  const create = useCommandForm('customers.create', {
    initial: valuesOf({ ...BLANK_CUSTOMER, name: '', ...known }),
    toInput: (values) => ({ ...values, language: languageOf(values.language) }),
    fieldOf,
    onDone: done,
  })
  const update = useCommandForm('customers.update', {
    initial: valuesOf({ ...BLANK_CUSTOMER, name: '', ...customer }),
    toInput: (values) => ({ ...values, language: languageOf(values.language), ...(customer && { customerId: customer.id }) }) as never, // used only with a customer
    fieldOf,
    onDone: done,
  })
  const form = customer ? update : create
  const { values } = form
  return (
    <FormDrawer opened title={customer ? t('customers.edit') : t('customers.create')} form={form} onClose={onClose}>
      <Duplicates phone={values.phone} email={values.email} country={values.country} {...(customer && { exceptId: customer.id })} />
      <TextInput label={t('common.name')} required dir="auto" data-autofocus {...form.field('name')} />
      <Fields>
        <Select
          label={t('customers.kind')}
          allowDeselect={false}
          data={[
            { value: 'person', label: t('customers.person') },
            { value: 'company', label: t('customers.firm') },
          ]}
          {...form.field('kind')}
        />
        <TextInput label={t('customers.company')} dir="auto" disabled={values.kind === 'company'} {...form.field('company')} />
      </Fields>
      <Fields>
        <PhoneField label={t('common.phone')} {...form.field('phone')} />
        <PhoneField label={t('customers.phone2')} {...form.field('phone2')} />
      </Fields>
      <TextInput label={t('common.email')} type="email" dir="ltr" {...form.field('email')} />
      <TextInput label={t('customers.street')} dir="auto" {...form.field('street')} />
      <Fields>
        <TextInput label={t('customers.postcode')} {...form.field('postcode')} />
        <TextInput label={t('customers.city')} dir="auto" {...form.field('city')} />
        <TextInput label={t('customers.country')} placeholder="DE" dir="ltr" maxLength={2} title={t('customers.countryHint')} {...form.field('country')} />
      </Fields>
      <TextInput label={t('customers.priceGroup')} description={t('customers.priceGroupHint')} dir="auto" {...form.field('priceGroup')} />
      <Select
        label={t('customers.paperLanguage')}
        allowDeselect={false}
        data={[
          { value: 'shop', label: t('customers.shopLanguage') },
          { value: 'en', label: t('common.english') },
          { value: 'ar', label: t('common.arabic') },
        ]}
        {...form.field('language')}
      />
      <Switch label={t('customers.taxExempt')} checked={values.taxExempt} onChange={(event) => form.set('taxExempt', event.currentTarget.checked)} />
      <Switch
        label={t('customers.noMessages')}
        checked={values.wantsNoMessages}
        onChange={(event) => form.set('wantsNoMessages', event.currentTarget.checked)}
      />
      <Textarea label={t('common.note')} autosize minRows={2} maxRows={6} dir="auto" {...form.field('note')} />
    </FormDrawer>
  )
}

function Duplicates({ phone, email, country, exceptId }: { phone: string; email: string; country: string; exceptId?: Customer['id'] }) {
  const t = useT()
  const [asked] = useDebouncedValue({ phone: phone.slice(0, 40), email, country: /^[A-Za-z]{2}$/.test(country) ? country : '' }, 200)
  const isWorthAsking = asked.phone.replace(/\D/g, '').length >= 5 || asked.email.includes('@')
  const { data } = useQuery('customers.duplicates', { ...asked, ...(exceptId && { exceptId }) }, { enabled: isWorthAsking, keepLast: true })
  if (!isWorthAsking || !data?.length) return null
  return (
    <Notice tone="waiting">
      {data.slice(0, 3).map((other) => (
        <div key={other.id}>
          {t('customers.duplicate', { what: other.same === 'phone' ? t('customers.samePhone') : t('customers.sameEmail') })}{' '}
          <TextLink to={paths.customer} params={{ customerId: other.id }}>
            {other.name}
          </TextLink>
        </div>
      ))}
    </Notice>
  )
}
