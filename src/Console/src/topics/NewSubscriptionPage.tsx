import { useState } from 'preact/hooks'
import { go, href } from '../app/router'
import { Page, Section } from '../ui/Page'
import type { Subscription } from './api'
import { SecretNotice } from './SecretNotice'
import { SubscriptionForm } from './SubscriptionForm'

/** Subscribes to a topic. */
export function NewSubscriptionPage({ topic }: { topic: string }) {
  const [made, setMade] = useState<Subscription>()
  const finish = (subscription: Subscription) => subscription.delivery.secret ? setMade(subscription) : go('topics', topic, 'subscriptions', subscription.name)
  return (
    <Page title="New subscription" lead={<>To what is published to <strong>{topic}</strong>.</>} back={[href('topics', topic), topic]}>
      {made?.delivery.secret
        ? <SecretNotice secret={made.delivery.secret}><a class="button primary" href={href('topics', topic, 'subscriptions', made.name)}>Go to the subscription</a></SecretNotice>
        : <Section title="Subscription"><SubscriptionForm topic={topic} subscription={null} onSaved={finish} /></Section>}
    </Page>
  )
}
