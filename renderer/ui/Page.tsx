import type { CSSProperties, ReactNode } from 'react'
import classes from './Page.module.css'

interface PageProps {
  title: ReactNode
  /** One quiet line below the title. */
  intro?: ReactNode
  /** Beside the title: a state badge, a number. */
  badge?: ReactNode
  /** Buttons at the end of the head; the primary one last. */
  actions?: ReactNode
  /** Above the title: the way back. */
  back?: ReactNode
  /** The content fills the height and scrolls inside (lists), instead of the page scrolling (forms, records). */
  fills?: boolean
  children: ReactNode
}

/** A screen: head with title and actions, then its content. */
export function Page({ title, intro, badge, actions, back, fills = false, children }: PageProps) {
  return (
    <div className={classes.page} data-fills={fills || undefined}>
      <header className={classes.head}>
        <div className={classes.titles}>
          {back && <div className={classes.back}>{back}</div>}
          <div className={classes.titleLine}>
            <h1 className={classes.title}>{title}</h1>
            {badge}
          </div>
          {intro && <p className={classes.intro}>{intro}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.content}>{children}</div>
    </div>
  )
}

/** One line of filters and small actions above a list. `end` stands at the far side. */
export function Toolbar({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <div className={classes.toolbar}>
      <div className={classes.filters}>{children}</div>
      {end && <div className={classes.actions}>{end}</div>}
    </div>
  )
}

interface PanelProps {
  title?: ReactNode
  hint?: ReactNode
  actions?: ReactNode
  /** Without inner margins: for tables and lists. */
  flush?: boolean
  children: ReactNode
}

/** A framed part of a screen. */
export function Panel({ title, hint, actions, flush = false, children }: PanelProps) {
  return (
    <section className={classes.panel}>
      {(title || actions) && (
        <header className={classes.panelHead}>
          <div>
            <h2 className={classes.panelTitle}>{title}</h2>
            {hint && <p className={classes.hint}>{hint}</p>}
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      <div className={flush ? classes.flush : classes.panelBody}>{children}</div>
    </section>
  )
}

/** Columns of panels; they stand below each other where there is no room. `main` is the wide one. */
export function Columns({ children, sizes = 'even' }: { children: ReactNode; sizes?: 'even' | 'mainFirst' }) {
  return (
    <div className={classes.columns} data-sizes={sizes}>
      {children}
    </div>
  )
}

/** Name and value pairs of a record. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value === '' || value === null || value === undefined ? <span className={classes.nothing}>–</span> : value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Fields of a form beside each other, as many as fit; none is narrower than `min` px. */
export function Fields({ children, wide = false, min = 190 }: { children: ReactNode; wide?: boolean; min?: number }) {
  return (
    <div className={classes.fields} data-wide={wide || undefined} style={{ '--min': `${min}px` } as CSSProperties}>
      {children}
    </div>
  )
}
