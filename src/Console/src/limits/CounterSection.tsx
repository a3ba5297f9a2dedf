import { useState } from 'preact/hooks'
import { announce } from '../ui/announce'
import { Button, count, Facts } from '../ui/controls'
import { ConfirmButton } from '../ui/Confirm'
import { TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { Time } from '../ui/Time'
import { type Counter, getCounter, resetCounter, type Rule } from './api'
import { identityLabel } from './words'

/** What a caller has left of a rule, and a reset of it. */
export function CounterSection({ rule }: { rule: Rule }) {
  const all = rule.identifyBy === 'global'
  const field = rule.identifyBy.startsWith('header:') ? 'header' : rule.identifyBy
  const { values, bind } = useFields({ caller: '' })
  const [found, setFound] = useState<{ caller: string; counter: Counter }>()
  const named = (caller: string): Record<string, string> => all ? {} : { [field]: caller }
  const look = useAction(async (caller: string) => {
    setFound(undefined)
    setFound({ caller, counter: await getCounter(rule.id, named(caller)) })
  })
  const reset = useAction(async () => {
    await resetCounter(rule.id, named(found!.caller))
    announce('The counter is reset.')
    await look.run(found!.caller)
  })
  return (
    <Section title="What a caller has left">
      <Form onSubmit={() => { void look.run(values.caller.trim()) }} problem={look.problem} label="Look up a counter">
        {!all && <div class="grid"><TextField {...bind('caller')} name={field} label={`Caller, by ${identityLabel(rule.identifyBy)}`} mono /></div>}
        <Button busy={look.busy}>Look up</Button>
      </Form>
      {found && (
        <div class="message below">
          <Facts facts={[
            ['Remaining', <strong key="remaining">{found.counter.limit === null ? 'not limited' : `${count(found.counter.remaining ?? 0)} of ${count(found.counter.limit)}`}</strong>],
            ['Plan', found.counter.plan ?? 'none'],
            ...(found.counter.resetAt ? [['Whole again', <Time key="whole" at={found.counter.resetAt} exactly />] as const] : []),
          ]} />
          <div class="actions">
            <ConfirmButton small label="Reset" title="Reset this counter?" confirm="Reset counter" action={reset}>
              <p>{all ? 'Everybody' : <strong>{found.caller}</strong>} has all of the limit again, everywhere within a second.</p>
            </ConfirmButton>
          </div>
        </div>
      )}
    </Section>
  )
}
