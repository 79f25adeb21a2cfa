import { type ReactNode, useEffect, useState } from 'react'
import { useCommand } from '../../data/command.ts'
import { transport } from '../../data/client.ts'
import { type QueryState, useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { openSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { BigButton, NumPad } from '../../ui/kiosk.tsx'
import { EmptyState, ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import classes from './parts/Kiosk.module.css'

interface Person {
  id: string
  name: string
}
const SHORTEST_PIN = 4
const LONGEST_PIN = 8

/** A name is tapped, a PIN typed. `hint` stands below the names. */
export function KioskSignInPage({ hint }: { hint?: ReactNode }) {
  const t = useT()
  const people = useQuery('auth.kioskUsers', {})
  const { data: welcome } = useQuery('workspace.welcome', {})
  const [person, setPerson] = useState<Person | null>(null)
  return (
    <div className={classes.signIn}>
      {person ? <Pin key={person.id} person={person} onBack={() => setPerson(null)} /> : <Names people={people} onChoose={setPerson} />}
      {!person && hint}
      {welcome?.isDemo && <Notice tone="info">{t('kiosk.demoPins')}</Notice>}
      {!transport.kiosk && (
        <p className={classes.foot}>
          <TextLink to={paths.home}>{t('kiosk.toCounter')}</TextLink>
        </p>
      )}
    </div>
  )
}

function Names({ people, onChoose }: { people: QueryState<Person[]>; onChoose: (person: Person) => void }) {
  const t = useT()
  if (people.failure) return <ErrorState failure={people.failure} onRetry={people.retry} />
  if (!people.data) return <Loading />
  if (people.data.length === 0) return <EmptyState title={t('kiosk.who')} text={t('kiosk.nobody')} />
  return (
    <>
      <h1 className={classes.title}>{t('kiosk.who')}</h1>
      <div className={classes.names}>
        {people.data.map((person) => (
          <BigButton key={person.id} label={person.name} icon={<Initials name={person.name} />} onClick={() => onChoose(person)} />
        ))}
      </div>
    </>
  )
}

const Initials = ({ name }: { name: string }) => (
  <span className={classes.initials} aria-hidden="true">
    {name
      .split(/\s+/)
      .slice(0, 2)
      .map((word) => word.slice(0, 1))
      .join('')
      .toUpperCase()}
  </span>
)

function Pin({ person, onBack }: { person: Person; onBack: () => void }) {
  const t = useT()
  const [pin, setPin] = useState('')
  const { run, isRunning, failure } = useCommand('auth.signInWithPin')
  const canEnter = pin.length >= SHORTEST_PIN && !isRunning
  const enter = async () => {
    if (!canEnter) return
    const result = await run({ userId: person.id as never, pin }) // an id from our own list
    if (result.ok) openSession(result.value)
    else setPin('')
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (/^\d$/.test(event.key)) setPin((typed) => (typed + event.key).slice(0, LONGEST_PIN))
      else if (event.key === 'Backspace') setPin((typed) => typed.slice(0, -1))
      else if (event.key === 'Escape') onBack()
      else if (event.key === 'Enter') void enter()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  return (
    <div className={classes.pin}>
      <div className={classes.side}>
        <h1 className={classes.title}>{t('kiosk.enterPin', { name: person.name })}</h1>
        <output className={classes.dots} aria-label={t('kiosk.digits', { count: pin.length })}>
          {Array.from({ length: Math.max(SHORTEST_PIN, pin.length) }, (_, index) => (
            <span key={index} className={classes.dot} data-full={index < pin.length || undefined} />
          ))}
        </output>
        <FailureNotice failure={failure} />
        <BigButton label={t('kiosk.notYou')} onClick={onBack} />
      </div>
      <NumPad value={pin} onChange={setPin} onEnter={() => void enter()} maxLength={LONGEST_PIN} canEnter={canEnter} />
    </div>
  )
}
