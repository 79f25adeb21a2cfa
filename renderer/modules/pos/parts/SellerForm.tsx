import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Modal } from '../../../ui/dialogs.tsx'
import { PasswordInput, Select } from '../../../ui/fields.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { setBasket } from './basket.ts'
import classes from './Sale.module.css'

const LAST = 'bayline.seller'

/** Who makes this sale, by PIN: its name stands on it and its limits hold. */
export function SellerForm({ saleId, onClose }: { saleId: Id<'sale'>; onClose(): void }) {
  const t = useT()
  const people = useQuery('auth.kioskUsers', {})
  const { run, isRunning, failure } = useCommand('pos.identify')
  const [userId, setUserId] = useState<string | null>(() => sessionStorage.getItem(LAST))
  const [pin, setPin] = useState('')
  const enter = async () => {
    if (userId === null || pin === '' || isRunning) return
    const done = await run({ saleId, userId: userId as never, pin }) // an id from our own list
    setPin('')
    if (!done.ok) return
    sessionStorage.setItem(LAST, userId)
    setBasket({ seller: { name: done.value.name, discountBp: done.value.discountBp } })
    onClose()
  }
  return (
    <Modal opened title={t('pos.seller')} onClose={onClose}>
      <form
        className={classes.pay}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void enter()
        }}
      >
        <Select
          label={t('pos.who')}
          searchable
          allowDeselect={false}
          {...(userId === null && { 'data-autofocus': true })}
          value={userId}
          onChange={setUserId}
          data={(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <PasswordInput
          label={t('pos.pin')}
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          maxLength={8}
          {...(userId !== null && { 'data-autofocus': true })}
          value={pin}
          onChange={(event) => setPin(event.currentTarget.value.replace(/\D/g, ''))}
        />
        <FailureNotice failure={failure} />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('pos.seller')}
        </button>
        <ActionButton look="primary" hint="Enter" label={t('pos.thatsMe')} busy={isRunning} onClick={() => void enter()} />
      </form>
    </Modal>
  )
}
