import type { RowOf } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'

/** Whether a user can sign in now. */
export function UserState({ user }: { user: Pick<RowOf<'auth.users'>, 'active' | 'lockedUntil'> }) {
  const t = useT()
  if (!user.active) return <StateBadge tone="off" label={t('users.inactive')} />
  if (user.lockedUntil !== null) return <StateBadge tone="bad" label={t('users.lockedUntil', { at: user.lockedUntil })} />
  return <StateBadge tone="good" label={t('users.active')} />
}
