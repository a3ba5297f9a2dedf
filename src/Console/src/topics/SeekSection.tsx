import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { subscriptionAt } from './api'
import { momentOf } from './subscriptionFields'

/** Moves a subscription to another place of its topic; what skips messages asks first. */
export function SeekSection({ topic, name }: { topic: string; name: string }) {
  const { values, bind } = useFields({ to: 'earliest', time: '' })
  const seek = useAction(async () => {
    const { landed } = await subscriptionAt(topic, name).seek(values.to === 'time' ? momentOf(values.time) : values.to)
    announce(`Moved: it goes on from ${new Date(landed).toLocaleString()}.`)
  })
  return (
    <Section title="Seek" lead="Go back to have messages again, or forward to skip them.">
      <Form onSubmit={() => { if (values.to === 'earliest') void seek.run() }} problem={seek.problem}>
        <div class="grid">
          <SelectField {...bind('to')} name={values.to === 'time' ? 'to.kind' : 'to'} label="Go to" choices={[['earliest', 'the earliest message kept'], ['latest', 'the end: skip what waits'], ['time', 'a time']]} />
          {values.to === 'time' && <TextField {...bind('time')} name="to" label="Time" type="datetime-local" />}
        </div>
        {values.to === 'earliest'
          ? <Button busy={seek.busy}>Seek</Button>
          : (
            <ConfirmButton label="Seek" title={values.to === 'latest' ? `Skip what waits for ${name}?` : `Move ${name}?`} confirm={values.to === 'latest' ? 'Skip it' : 'Move it'} action={seek}>
              <p>{values.to === 'latest'
                ? 'Every message that waits now will not be delivered to this subscription, nor what consumers have and do not acknowledge.'
                : 'Messages before that time that wait now will not be delivered to this subscription; those after it are delivered again.'}</p>
            </ConfirmButton>
          )}
      </Form>
    </Section>
  )
}
