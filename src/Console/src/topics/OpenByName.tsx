import { mayForSome, namedResources } from '../api/may'
import { Problem } from '../api/problem'
import { go } from '../app/router'
import { Button } from '../ui/controls'
import { TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'

/** Leads a key that may not list topics to one that it may use. */
export function OpenByName({ topic }: { topic?: string }) {
  const named = namedResources('publish', 'subscribe', 'topics.manage')
  const { values, bind } = useFields({ topic: topic ?? (named.length === 1 ? named[0]! : ''), subscription: '' })
  const open = useAction(async () => {
    const [name, subscription] = [values.topic.trim(), values.subscription.trim()]
    if (name === '') throw new Problem(400, { title: 'No topic was named.', errors: { topic: ['is needed.'] } })
    if (topic !== undefined && subscription === '') throw new Problem(400, { title: 'No subscription was named.', errors: { subscription: ['is needed.'] } })
    subscription === '' ? go('topics', name) : go('topics', name, 'subscriptions', subscription)
  })
  return (
    <Form onSubmit={() => { void open.run() }} problem={open.problem}>
      <div class="grid">
        {topic === undefined && <TextField {...bind('topic')} label="Topic" mono suggestions={named} />}
        {mayForSome('subscribe') && <TextField {...bind('subscription')} label="Subscription" mono {...(topic === undefined ? { hint: 'Empty for the topic itself' } : {})} />}
      </div>
      <Button kind="primary">Open</Button>
    </Form>
  )
}
