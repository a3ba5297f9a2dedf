import { call, type Page as Paged, paged } from '../api/client'
import { href } from '../app/router'
import { Badge, Button } from '../ui/controls'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { Time } from '../ui/Time'
import { useList } from '../ui/useList'

interface Change {
  id: string
  at: string
  actor: string
  owner: string
  action: string
  resource: string
  name: string | null
  outcome: 'done' | 'refused' | 'failed' | 'unconfirmed'
  status?: number
  requestId?: string
}

const list = (after: string | null, signal?: AbortSignal) => call<Paged<Change>>('GET', paged('/api/audit', after, 50), { signal })

/** Who changed what, and how that ended. */
export function AuditPage() {
  const changes = useList(list)
  return (
    <Page title="Audit" lead="Who changed what in the last 30 days, newest first: rules, APIs, callers, topics, subscriptions, keys, and links of others.">
      <Section title="Changes" actions={<Button small busy={changes.loading} label="Refresh changes" onClick={changes.refresh}>Refresh</Button>}>
        <Loading of={changes} what="changes">{items => items.length === 0
          ? <Empty title="No changes">Nobody has changed anything lately.</Empty>
          : <ul class="list changes">{items.map(change => <Row key={change.id} of={change} />)}</ul>}</Loading>
        <More of={changes} />
      </Section>
    </Page>
  )
}

const Row = ({ of: change }: { of: Change }) => (
  <li class="row change-row">
    <span class="row-main"><span class="strong">{words[change.action] ?? change.action} {change.resource === 'api' ? 'API' : change.resource}</span> {nameOf(change)}</span>
    <span class="row-wide">by {change.owner} <span class="mono muted">{change.actor}</span></span>
    <span class="row-note" title={change.requestId && `request ${change.requestId}`}><Time at={change.at} exactly /></span>
    <span class="badges">{badge(change)}</span>
  </li>
)

const words: Record<string, string> = {
  put: 'Set', patch: 'Changed', delete: 'Deleted', create: 'Made', rotate: 'Rotated', revoke: 'Revoked', restore: 'Restored', seek: 'Moved',
  replay: 'Replayed dead letters of', discard: 'Discarded dead letters of', reset: 'Reset',
}

const pages: Record<string, (name: string) => string[]> = {
  rule: name => ['limits', 'rules', name],
  api: name => ['limits', 'apis', name],
  topic: name => ['topics', name],
  subscription: name => ['topics', name.slice(0, name.indexOf('/')), 'subscriptions', name.slice(name.indexOf('/') + 1)],
  link: name => ['links', name],
  counter: name => ['limits', 'rules', name.split('/')[0]!],
}

function nameOf({ resource, name, action, status }: Change) {
  if (name === null) return null
  // Of what was deleted, or refused as it was sent, there need be no page.
  const page = action === 'delete' || status === 400 ? undefined : pages[resource]
  return page ? <a class="mono break" href={href(...page(name))}>{name}</a> : <span class="mono break">{name}</span>
}

function badge({ outcome, status }: Change) {
  switch (outcome) {
    case 'done': return <Badge kind="good">done</Badge>
    case 'refused': return <Badge>refused, {status}</Badge>
    case 'failed': return <Badge kind="bad">failed, {status}</Badge>
    default: return <Badge kind="warn">unconfirmed</Badge>
  }
}
