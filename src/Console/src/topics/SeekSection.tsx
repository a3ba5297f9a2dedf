import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { subscriptionAt } from './api'
import { momentOf } from './subscriptionFields'

/** Moves a subscription to another place of its topic. */
export function SeekSection({ topic, name }: { topic: string; name: string }) {
  const { values, bind } = useFields({ to: 'earliest', time: '' })
  const seek = useAction(async () => {
    const { landed } = await subscriptionAt(topic, name).seek(values.to === 'time' ? momentOf(values.time) : values.to)
    announce(`Moved: it goes on from ${new Date(landed).toLocaleString()}.`)
  })
  return (
    <Section title="Seek" lead="Go back to have messages again, or forward to skip them.">
      <Form onSubmit={() => { void seek.run() }} problem={seek.problem}>
        <SelectField {...bind('to')} name={values.to === 'time' ? 'to.kind' : 'to'} label="Go to" choices={[['earliest', 'the earliest message kept'], ['latest', 'the end: skip what waits'], ['time', 'a time']]} />
        {values.to === 'time' && <TextField {...bind('time')} name="to" label="Time" type="datetime-local" />}
        <Button busy={seek.busy}>Seek</Button>
      </Form>
    </Section>
  )
}
