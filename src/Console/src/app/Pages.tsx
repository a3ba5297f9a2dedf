import { mayForSome } from '../api/may'
import { AuditPage } from '../audit/AuditPage'
import { KeysPage } from '../keys/KeysPage'
import { ApiPage } from '../limits/ApiPage'
import { ApisPage } from '../limits/ApisPage'
import { CheckPage } from '../limits/CheckPage'
import { RulePage } from '../limits/RulePage'
import { RulesPage } from '../limits/RulesPage'
import { LinkPage } from '../links/LinkPage'
import { LinksPage } from '../links/LinksPage'
import { NewSubscriptionPage } from '../topics/NewSubscriptionPage'
import { SubscriptionPage } from '../topics/SubscriptionPage'
import { TopicPage } from '../topics/TopicPage'
import { TopicsPage } from '../topics/TopicsPage'
import { Empty, Page } from '../ui/Page'
import { home, isClosed } from './areas'
import { href, type Route } from './router'

/** The page of a route. */
export function Pages({ route: { parts, query } }: { route: Route }) {
  const [area = home(), kind, name, part] = parts
  if (area === undefined) return <Page title="Nothing to show"><Empty title="The console has no page for a key of this scope." /></Page>
  if (isClosed(area)) return <Page title="Not for this key" back={[href(), 'Start']}><Empty title="The key that you signed in with may not see this.">Sign in with one that has the scope for it.</Empty></Page>
  switch (area) {
    case 'links':
      return kind === undefined ? <LinksPage /> : <LinkPage name={kind} />
    case 'limits':
      switch (kind ?? (mayForSome('ratelimit.manage') ? 'rules' : 'check')) {
        case 'rules': return name === undefined ? <RulesPage /> : <RulePage id={name} />
        case 'new-rule': return <RulePage id={null} api={query.get('api') ?? ''} />
        case 'apis': return name === undefined ? <ApisPage /> : <ApiPage name={name} />
        case 'new-api': return <ApiPage name={null} />
        case 'check': return <CheckPage api={query.get('api') ?? ''} op={query.get('op') ?? ''} />
      }
      break
    case 'topics':
      if (kind === undefined) return <TopicsPage />
      if (name === undefined) return <TopicPage name={kind} />
      if (name === 'new-subscription') return <NewSubscriptionPage topic={kind} />
      if (name === 'subscriptions' && part !== undefined) return <SubscriptionPage topic={kind} name={part} />
      break
    case 'keys':
      if (kind === undefined) return <KeysPage />
      break
    case 'audit':
      if (kind === undefined) return <AuditPage />
  }
  return <Page title="No such page" back={[href(), 'Start']}><Empty title="The console has no page of this address." /></Page>
}
