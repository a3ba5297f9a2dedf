import { useState } from 'preact/hooks'
import { go, href } from '../app/router'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Badge, Button } from '../ui/controls'
import { useAction, useLoad } from '../ui/hooks'
import { Loading, Page, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { type Subscription, subscriptionAt } from './api'
import { DeadLettersSection } from './DeadLettersSection'
import { DeliverySection } from './DeliverySection'
import { PullSection } from './PullSection'
import { SecretNotice } from './SecretNotice'
import { SeekSection } from './SeekSection'
import { SubscriptionForm } from './SubscriptionForm'
import { SubscriptionStats } from './SubscriptionStats'

/** One subscription: how it does, its messages, and what can be done with it. */
export function SubscriptionPage({ topic, name }: { topic: string; name: string }) {
  const at = subscriptionAt(topic, name)
  const subscription = useLoad(at.get, [topic, name])
  const [secret, setSecret] = useState('')
  const saved = (changed: Subscription) => {
    setSecret(changed.delivery.secret ?? '')
    const { secret: _, ...delivery } = changed.delivery
    subscription.set({ ...changed, delivery })
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
          <SubscriptionStats topic={topic} name={name} />
          {data.delivery.mode === 'pull' && <PullSection topic={topic} name={name} />}
          <DeadLettersSection topic={topic} name={name} />
          <div class="columns">
            <DeliverySection key={JSON.stringify(data.delivery)} subscription={data} onSaved={saved} />
            <SeekSection topic={topic} name={name} />
          </div>
          <Section title="Settings"><SubscriptionForm key={JSON.stringify(data)} topic={topic} subscription={data} onSaved={saved} /></Section>
        </>
      )}</Loading>
    </Page>
  )
}
