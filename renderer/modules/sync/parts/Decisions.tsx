import { IconChecks } from '@tabler/icons-react'
import { SegmentedControl } from '@mantine/core'
import { z } from 'zod'
import { useCommand } from '../../../data/command.ts'
import { type RowOf, useList } from '../../../data/queries.ts'
import { TextLink, useFilters } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { fieldText, isShown, valueText } from '../../../texts/fields.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Dim } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { EmptyState, ErrorState, FailureNotice, Loading, Notice } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import type { ClashCard } from '../SyncPage.tsx'
import { BigKey } from './BigKey.tsx'
import classes from './sync.module.css'
import { nameText, pageOf } from './words.ts'

type Conflict = RowOf<'sync.conflicts'>

/** What two people entered without knowing of each other: a person chooses. */
export function Decisions({ ClashCard: Clash }: { ClashCard: ClashCard }) {
  const t = useT()
  const [{ done }, setFilters] = useFilters(z.object({ done: z.boolean() }))
  const list = useList('sync.conflicts', { ...(done && { resolved: true }) })
  return (
    <>
      <div className={classes.row}>
        <SegmentedControl
          aria-label={t('common.state')}
          value={done ? 'done' : 'open'}
          onChange={(next) => setFilters({ done: next === 'done' || undefined })}
          data={[
            { value: 'open', label: t('sync.undecided') },
            { value: 'done', label: t('sync.decided') },
          ]}
        />
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : list.isLoading ? (
        <Loading />
      ) : list.rows.length === 0 ? (
        <EmptyState icon={<IconChecks size={30} stroke={1.4} />} title={t('sync.noDecisions')} text={t('sync.noDecisionsText')} />
      ) : (
        <div className={classes.cards}>
          {list.rows.map((conflict) =>
            conflict.kind === 'clash' && conflict.resolvedAt === null ? (
              <Clash key={conflict.id} conflict={conflict} />
            ) : (
              <FieldConflict key={conflict.id} conflict={conflict} />
            ),
          )}
          {list.hasMore && <ActionButton label={t('parts.loadMore')} busy={list.isLoadingMore} onClick={list.loadMore} />}
        </div>
      )}
    </>
  )
}

/** Two values of one record beside each other, with who wrote them and when. */
function FieldConflict({ conflict }: { conflict: Conflict }) {
  const t = useT()
  const { can } = useSession()
  const { run, isRunning, failure } = useCommand('sync.resolveConflict')
  const page = pageOf(conflict.recordTable, conflict.recordId)
  const name = conflict.label || lookUp(`record.${conflict.recordTable}`, conflict.recordTable)
  const isDone = conflict.resolvedAt !== null
  const notAllowed = can('sync.manage') ? null : t('failure.platform.notAllowed')
  const decide = async (choice: 'keep' | 'take') => {
    const result = await run({ conflictId: conflict.id, choice })
    if (result.ok) notify.done(choice === 'take' ? t('sync.takenDone') : t('sync.keptDone'))
  }
  return (
    <article className={classes.card} data-done={isDone || undefined} aria-label={name}>
      <header className={classes.cardHead}>
        <StateBadge tone={isDone ? 'off' : 'bad'} look="plain" label={lookUp(`record.${conflict.recordTable}`, conflict.recordTable)} />
        <span className={classes.cardTitle}>{page ? <TextLink {...page}>{name}</TextLink> : name}</span>
        {conflict.resolvedAt !== null && <Dim>{t('sync.decidedBy', { name: nameText(conflict.resolvedBy), at: conflict.resolvedAt })}</Dim>}
      </header>
      {!isDone && conflict.hindrance !== null && <Notice tone="info">{t(`hindrance.${conflict.hindrance}`)}</Notice>}
      <div className={classes.sides}>
        <Side conflict={conflict} title={t('sync.kept')} values={conflict.kept} by={conflict.keptBy} at={conflict.keptAt}>
          {!isDone && <BigKey label={t('sync.keep')} busy={isRunning} disabledReason={notAllowed} onPress={() => void decide('keep')} />}
        </Side>
        <Side conflict={conflict} title={t('sync.dropped')} values={conflict.dropped} by={conflict.droppedBy} at={conflict.droppedAt}>
          {!isDone && (
            <BigKey
              label={t('sync.take')}
              busy={isRunning}
              disabledReason={notAllowed ?? (conflict.hindrance && t(`hindrance.${conflict.hindrance}`))}
              onPress={() => void decide('take')}
            />
          )}
        </Side>
      </div>
      <FailureNotice failure={failure} />
    </article>
  )
}

interface SideProps {
  conflict: Conflict
  title: string
  values: Conflict['kept']
  by: string
  at: number
  children: React.ReactNode
}
function Side({ conflict, title, values, by, at, children }: SideProps) {
  const t = useT()
  return (
    <section className={classes.side}>
      <div className={classes.stack}>
        <div className={classes.sideHead}>
          <strong>{title}</strong>
          <span className={classes.dim}>{t('sync.by', { name: nameText(by), at })}</span>
        </div>
        <dl className={classes.values}>
          {Object.entries(values)
            .filter(([field]) => isShown(field))
            .map(([field, value]) => [
              <dt key={`${field} name`}>{fieldText(field)}</dt>,
              <dd key={field} dir="auto">
                {valueText(conflict.recordTable, field, value, conflict.names)}
              </dd>,
            ])}
        </dl>
      </div>
      {children}
    </section>
  )
}
