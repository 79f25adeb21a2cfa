import { ROLES } from '#shared/kernel/permission.ts'
import { LANGUAGES } from '#shared/modules/workspace/model.ts'
import type { User } from '#shared/modules/auth/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useSession } from '../../data/session.ts'
import { useT } from '../../texts/t.ts'
import { PasswordInput, Select, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'

/** A new user, or the fields of a known one. Mount it when it opens. */
export const UserForm = ({ user, onClose }: { user: User | null; onClose: () => void }) =>
  user ? <EditForm user={user} onClose={onClose} /> : <CreateForm onClose={onClose} />

function CreateForm({ onClose }: { onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('auth.createUser', {
    initial: { name: '', email: '', role: 'staff' as User['role'], language: 'en' as User['language'], password: '' },
    toInput: (values) => values,
    fieldOf: { 'auth.emailTaken': 'email', 'auth.weakPassword': 'password', 'auth.ownerOnly': 'role' },
    onDone: (user) => {
      notify.done(t('users.created', { name: user.name }))
      onClose()
    },
  })
  return (
    <FormDrawer opened title={t('users.create')} submitLabel={t('common.create')} form={form} onClose={onClose}>
      <PersonFields form={form} />
      <PasswordInput
        label={t('users.initialPassword')}
        description={t('users.initialPasswordHint')}
        autoComplete="new-password"
        required
        {...form.field('password')}
      />
    </FormDrawer>
  )
}

function EditForm({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('auth.updateUser', {
    initial: { name: user.name, email: user.email, role: user.role, language: user.language },
    toInput: (values) => ({ ...values, userId: user.id }),
    fieldOf: { 'auth.emailTaken': 'email', 'auth.ownerOnly': 'role', 'auth.lastOwner': 'role' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormDrawer opened title={t('users.edit')} form={form} onClose={onClose}>
      <PersonFields form={form} />
    </FormDrawer>
  )
}

/** Any form that has these four fields. */
interface PersonForm {
  // Each field gives the props of its own input.
  field(key: 'name' | 'email' | 'role' | 'language'): { value: string; onChange: (value: unknown) => void; error?: string }
}

function PersonFields({ form }: { form: PersonForm }) {
  const t = useT()
  const { me } = useSession()
  const roles = ROLES.filter((role) => role !== 'owner' || me?.user.role === 'owner')
  const names = { en: t('common.english'), ar: t('common.arabic') }
  return (
    <>
      <TextInput label={t('common.name')} required data-autofocus {...form.field('name')} />
      <TextInput label={t('common.email')} type="email" dir="ltr" required autoComplete="off" {...form.field('email')} />
      <Fields>
        <Select
          label={t('users.role')}
          description={t('users.roleHint')}
          allowDeselect={false}
          data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          {...form.field('role')}
        />
        <Select
          label={t('common.language')}
          allowDeselect={false}
          data={LANGUAGES.map((language) => ({ value: language, label: names[language] }))}
          {...form.field('language')}
        />
      </Fields>
    </>
  )
}
