import { useState } from 'react'
import { CATEGORY_STEP } from '#shared/modules/catalog/model.ts'
import { depthOf, nameOf, topOf } from '#shared/modules/catalog/rules/categories.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import type { Output } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { type Translate, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Drawer } from '../../../ui/dialogs.tsx'
import { Dim } from '../../../ui/display.tsx'
import { TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { EmptyState, ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './goods.module.css'

/** The tree of categories, each with what it holds; a category is renamed and moved with all that lies in it. */
export function Categories({ reason, onClose }: { reason: string | null; onClose(): void }) {
  const t = useT()
  const { data, failure, retry } = useQuery('catalog.categoryTree', {})
  const [moves, setMoves] = useState<string | null>(null)
  return (
    <Drawer opened onClose={onClose} title={t('goods.categories')} position="right" size={520}>
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading />
      ) : data.length === 0 ? (
        <EmptyState title={t('goods.categoriesNone')} text={t('goods.categoriesHint')} />
      ) : (
        <>
          <p style={{ marginBlockStart: 0, color: 'var(--dim)' }}>{t('goods.categoriesHint')}</p>
          <ul className={classes.tree}>
            {data.map(({ category, items }) => (
              <li key={category} style={{ paddingInlineStart: depthOf(category) * 20 }}>
                <span>
                  <bdi>{nameOf(category)}</bdi> <Dim>{t('goods.categoryItems', { count: items })}</Dim>
                </span>
                <ActionButton size="xs" look="quiet" label={t('goods.categoryMove')} disabledReason={reason} onClick={() => setMoves(category)} />
              </li>
            ))}
          </ul>
        </>
      )}
      {moves !== null && <MoveCategory from={moves} onClose={() => setMoves(null)} />}
    </Drawer>
  )
}

function MoveCategory({ from, onClose }: { from: string; onClose(): void }) {
  const t = useT()
  const form = useCommandForm('catalog.moveCategory', {
    initial: { to: from },
    toInput: (values) => ({ ...values, from }),
    fieldOf: { 'catalog.categoryInItself': 'to', 'catalog.categoryTooLong': 'to' },
    onDone: ({ items }) => {
      notify.done(t('goods.categoryMoved', { count: items }))
      onClose()
    },
  })
  return (
    <FormModal opened title={from} form={form} onClose={onClose}>
      <TextInput label={t('goods.categoryPath')} description={t('goods.categoryPathHint')} data-autofocus dir="auto" {...form.field('to')} />
    </FormModal>
  )
}

/** Choices of a category filter: each widest one with all that lies in it, and every category by itself. */
export function categoryOptions(t: Translate, tree: Output<'catalog.categoryTree'> | undefined): { value: string; label: string }[] {
  return (tree ?? []).flatMap(({ category }) => {
    const own = { value: category, label: category.split(CATEGORY_STEP).join(' › ') }
    const hasMore = topOf(category) === category && tree?.some((other) => other.category !== category && topOf(other.category) === category)
    return hasMore ? [{ value: `${category}${CATEGORY_STEP}`, label: t('goods.categoryTop', { name: category }) }, own] : [own]
  })
}
