import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { hasNavigated } from '../app/router'
import type { Loaded } from './hooks'
import { Icon } from './Icon'
import { ProblemNotice } from './ProblemNotice'

interface PageProps {
  title: string
  /** What to show in place of the title, where it is a name. */
  heading?: ComponentChildren
  lead?: ComponentChildren
  back?: readonly [href: string, label: string]
  actions?: ComponentChildren
  children: ComponentChildren
}

/** One page: its title takes the focus when it is come to, so that it is read first. */
export function Page({ title, heading, lead, back, actions, children }: PageProps) {
  const top = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} - Serverless console`
  }, [title])
  useEffect(() => {
    if (!hasNavigated()) return
    scrollTo(0, 0)
    top.current?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      {back && <nav class="crumbs" aria-label="Back"><a href={back[0]}><Icon name="next" />{back[1]}</a></nav>}
      <div class="page-head">
        <div>
          <h1 ref={top} tabIndex={-1}>{heading ?? title}</h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </div>
      {children}
    </>
  )
}

interface SectionProps { title: string; lead?: ComponentChildren; actions?: ComponentChildren; class?: string; children: ComponentChildren }

/** A titled part of a page. */
export const Section = ({ title, lead, actions, class: name = '', children }: SectionProps) => {
  const id = title.toLowerCase().replace(/[^a-z]+/g, '-')
  const heading = useRef<HTMLHeadingElement>(null)
  const focused = useRef<EventTarget | null>(null)
  useEffect(() => {
    // What had the focus was done with and is gone: whoever uses the keyboard goes on here, not at the page's top.
    if (focused.current instanceof Element && !focused.current.isConnected && document.activeElement === document.body) {
      focused.current = null
      heading.current?.focus()
    }
  })
  return (
    <section class={`card ${name}`} aria-labelledby={id} onFocusIn={event => { focused.current = event.target }}>
      <div class="section-head">
        <h2 id={id} ref={heading} tabIndex={-1}>{title}</h2>
        {actions && <div class="actions">{actions}</div>}
      </div>
      {lead && <p class="lead">{lead}</p>}
      {children}
    </section>
  )
}

/** What has been loaded, or how that goes. */
export function Loading<T>({ of, what, children }: { of: Pick<Loaded<T>, 'data' | 'problem' | 'reload'>; what: string; children: (data: T) => ComponentChildren }) {
  if (of.problem) return <ProblemNotice problem={of.problem} onRetry={of.reload} />
  return of.data === undefined ? <p class="loading" role="status">Loading {what}…</p> : <>{children(of.data)}</>
}

/** What stands where nothing is yet. */
export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <Icon name="empty" />
    <p class="empty-title">{title}</p>
    {children && <p>{children}</p>}
  </div>
)
