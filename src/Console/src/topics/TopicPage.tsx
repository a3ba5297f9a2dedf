import { may } from '../api/may'
import { go, href } from '../app/router'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Badge, count } from '../ui/controls'
import { type Loaded, useAction, useLoad } from '../ui/hooks'
import { Icon } from '../ui/Icon'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { useList } from '../ui/useList'
import { deleteTopic, getTopic, isUnverified, listSubscriptions, type Stats, type Subscription, type Topic } from './api'
import { BacklogChart } from './BacklogChart'
import { OpenByName } from './OpenByName'
import { PublishSection } from './PublishSection'
import { ScheduledSection } from './ScheduledSection'
import { TopicForm } from './TopicForm'
import { keeping } from './TopicsPage'
import { useBacklogs } from './useBacklogs'

/** One topic: as much of it as the key may see and do. */
export const TopicPage = ({ name }: { name: string }) => may('topics.manage', name) ? <ManagedTopic name={name} /> : (
  <Page title={`Topic ${name}`} heading={name} back={[href('topics'), 'Topics']}>
    {may('publish', name) && <><PublishSection topic={name} /><ScheduledSection topic={name} /></>}
    {may('subscribe', name) && <Section title="Open a subscription"><OpenByName topic={name} /></Section>}
    {!may('publish', name) && !may('subscribe', name) && <Empty title="The key that you signed in with may not use this topic." />}
  </Page>
)

/** Its subscriptions with what waits for them, and what can be done with it. */
function ManagedTopic({ name }: { name: string }) {
  const topic = useLoad(signal => getTopic(name, signal), [name])
  const remove = useAction(async () => {
    await deleteTopic(name)
    announce(`Topic ${name} deleted.`)
    go('topics')
  })
  return (
    <Page
      title={`Topic ${name}`} heading={name} lead={topic.data && keeping(topic.data)} back={[href('topics'), 'Topics']}
      actions={topic.data && (
        <ConfirmButton label="Delete" title={`Delete topic ${name}?`} confirm="Delete topic" action={remove}>
          <p>Its subscriptions and every message in it, delivered or not, are deleted too. This cannot be undone.</p>
        </ConfirmButton>
      )}
    >
      <Loading of={topic} what="the topic">{data => <Parts name={name} topic={topic} data={data} />}</Loading>
    </Page>
  )
}

function Parts({ name, topic, data }: { name: string; topic: Loaded<Topic>; data: Topic }) {
  const measured = may('subscribe', name)
  const subscriptions = useList((after, signal) => listSubscriptions(name, after, signal), [name])
  const backlogs = useBacklogs(name, measured ? (subscriptions.data ?? []).map(each => each.name) : [])
  return (
    <>
      <Section title="Subscriptions" actions={<a class="button" href={href('topics', name, 'new-subscription')}><Icon name="plus" />New subscription</a>}>
        <Loading of={subscriptions} what="subscriptions">{items => items.length === 0
          ? <Empty title="No subscriptions">Nobody receives what is published here. <a href={href('topics', name, 'new-subscription')}>Subscribe to it.</a></Empty>
          : (
            <>
              {measured && <BacklogChart backlogs={backlogs} />}
              <ul class="list">{items.map(each => <Row key={each.name} subscription={each} stats={backlogs.latest[each.name]} />)}</ul>
            </>
          )}</Loading>
        <More of={subscriptions} />
      </Section>
      {may('publish', name) && <><PublishSection topic={name} /><ScheduledSection topic={name} /></>}
      <Section title="Settings"><TopicForm key={JSON.stringify(data)} topic={data} onSaved={topic.set} /></Section>
    </>
  )
}

const Row = ({ subscription, stats }: { subscription: Subscription; stats: Stats | undefined }) => (
  <li class="row subscription-row">
    <a class="row-main strong" href={href('topics', subscription.topic, 'subscriptions', subscription.name)}>{subscription.name}</a>
    <span class="row-wide">{subscription.delivery.mode === 'push' ? `pushed to ${subscription.delivery.endpoint}` : 'pulled'}</span>
    <span class="row-note">{stats ? `${count(stats.backlog)} waiting` : ''}</span>
    <span class="badges">
      {(stats?.paused ?? subscription.paused) && <Badge kind="warn">paused</Badge>}
      {isUnverified(subscription) && <Badge kind="warn">not verified</Badge>}
      {stats && stats.deadLettered > 0 && <Badge kind="bad">{count(stats.deadLettered)} dead</Badge>}
      {stats?.windowFull && <Badge kind="bad">window full</Badge>}
    </span>
  </li>
)
