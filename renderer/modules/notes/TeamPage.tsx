import type { Note } from '#shared/modules/notes/model.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Columns, Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { NoteList } from './parts/NoteList.tsx'
import classes from './parts/Notes.module.css'
import { NotesPanel } from './parts/NotesPanel.tsx'

/** What a person is named in, and the talk of their location. */
export function TeamPage() {
  const t = useT()
  const { location } = useShop()
  return (
    <Page title={t('notes.team')} intro={t('notes.teamIntro')}>
      <Columns>
        {location && <NotesPanel kind="team" recordId={location.id} title={t('notes.talk', { name: location.name })} />}
        <Inbox />
      </Columns>
    </Page>
  )
}

function Inbox() {
  const t = useT()
  const list = useList('notes.inbox', {})
  const people = useQuery('notes.people', {}).data ?? []
  return (
    <Panel title={t('notes.inbox')}>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : list.isLoading ? (
        <Loading lines={3} />
      ) : list.rows.length === 0 ? (
        <p className={classes.none}>{t('notes.noInbox')}</p>
      ) : (
        <NoteList
          notes={list.rows}
          names={new Map<string, string>(people.map(({ id, name }) => [id, name]))}
          isNew={(note) => !note.isRead}
          head={(note) => (
            <span>
              {t(`notes.on.${note.kind}`)} <RecordLink note={note} />
            </span>
          )}
        />
      )}
      {list.hasMore && <ActionButton size="xs" look="quiet" label={t('notes.more')} busy={list.isLoadingMore} onClick={list.loadMore} />}
    </Panel>
  )
}

/** Where the note stands. Bookings have no page of their own; the talk is this page. */
function RecordLink({ note }: { note: Note }) {
  const label = <bdi>{note.recordLabel}</bdi>
  if (note.kind === 'workOrder')
    return (
      <TextLink to={paths.workOrder} params={{ workOrderId: note.recordId }}>
        {label}
      </TextLink>
    )
  if (note.kind === 'customer')
    return (
      <TextLink to={paths.customer} params={{ customerId: note.recordId }}>
        {label}
      </TextLink>
    )
  if (note.kind === 'vehicle')
    return (
      <TextLink to={paths.vehicle} params={{ vehicleId: note.recordId }}>
        {label}
      </TextLink>
    )
  return label
}
