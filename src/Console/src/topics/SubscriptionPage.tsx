import { useState } from 'preact/hooks'
import { may } from '../api/may'
import { go, href } from '../app/router'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Badge, Button } from '../ui/controls'
import { useAction, useLoad } from '../ui/hooks'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { isLoopback, type Subscription, subscriptionAt } from './api'
import { AttemptsSection } from './AttemptsSection'
import { DeadLettersSection } from './DeadLettersSection'
import { PeekSection } from './PeekSection'
import { PullSection } from './PullSection'
import { SecretNotice } from './SecretNotice'
import { SeekSection } from './SeekSection'
import { SubscriptionForm } from './SubscriptionForm'
import { SubscriptionStats } from './SubscriptionStats'

interface Props { topic: string; name: string }

/** One subscription: as much of it as the key may see and do. */
export const SubscriptionPage = ({ topic, name }: Props) => may('topics.manage', topic) ? <ManagedSubscription topic={topic} name={name} /> : (
  <Page title={`Subscription ${name}`} heading={name} lead={`of topic ${topic}`} back={[href('topics', topic), topic]}>
    {may('subscribe', topic) ? <Reading topic={topic} name={name} mode={undefined} /> : <Empty title="The key that you signed in with may not use this subscription." />}
  </Page>
)

/** How it does, its messages, and what can be done with it. */
function ManagedSubscription({ topic, name }: Props) {
  const at = subscriptionAt(topic, name)
  const subscription = useLoad(at.get, [topic, name])
  const [secret, setSecret] = useState('')
  const saved = (changed: Subscription) => {
    setSecret(changed.delivery.secret ?? '')
    delete changed.delivery.secret
    subscription.set(changed)
  }
  const pause = useAction(async (paused: boolean) => {
    saved(await at.change({ paused }))
    announce(paused ? `${name} is paused: messages wait.` : `${name} goes on.`)
  })
  const remove = useAction(async () => {
    await at.remove()
    announce(`Subscription ${name} deleted.`)
    go('topics', topic)
  })
  const data = subscription.data
  return (
    <Page
      title={`Subscription ${name}`} heading={<>{name} {data?.paused && <Badge kind="warn">paused</Badge>}</>} lead={<>of topic {topic}{data?.pausedReason && `, ${data.pausedReason}`}</>} back={[href('topics', topic), topic]}
      actions={data && (
        <>
          <Button busy={pause.busy} onClick={() => { void pause.run(!data.paused) }}>{data.paused ? 'Resume' : 'Pause'}</Button>
          <ConfirmButton label="Delete" title={`Delete subscription ${name}?`} confirm="Delete subscription" action={remove}>
            <p>What waits for it will not be delivered, and its dead letters are lost. This cannot be undone.</p>
          </ConfirmButton>
        </>
      )}
    >
      {pause.problem && <ProblemNotice problem={pause.problem} />}
      <Loading of={subscription} what="the subscription">{data => (
        <>
          {secret && <SecretNotice secret={secret} />}
          {may('subscribe', topic) && <Reading topic={topic} name={name} mode={data.delivery.mode} paused={data.paused} />}
          <Section title="Delivery and settings" lead={stateOf(data)}><SubscriptionForm key={JSON.stringify(data)} topic={topic} subscription={data} onSaved={saved} /></Section>
        </>
      )}</Loading>
    </Page>
  )
}

/** What whoever reads the subscription sees and does. Whoever may not see its settings may try to pull. */
const Reading = ({ topic, name, mode, paused }: Props & { mode: 'pull' | 'push' | undefined; paused?: boolean }) => (
  <>
    <SubscriptionStats topic={topic} name={name} />
    <PeekSection topic={topic} name={name} />
    {mode !== 'push' && <PullSection topic={topic} name={name} />}
    {mode !== 'pull' && <AttemptsSection topic={topic} name={name} paused={paused} />}
    <DeadLettersSection topic={topic} name={name} />
    <SeekSection topic={topic} name={name} />
  </>
)

function stateOf({ delivery, verified }: Subscription) {
  if (delivery.mode === 'pull') return 'Consumers pull. Nothing gets lost by a switch.'
  if (verified !== false) return 'Messages are pushed to the endpoint, which has agreed. Nothing gets lost by a switch.'
  return isLoopback(delivery.endpoint)
    ? 'Messages are pushed to the endpoint. On this machine it need not agree first. Nothing gets lost by a switch.'
    : 'The endpoint has not agreed to receive messages yet.'
}
