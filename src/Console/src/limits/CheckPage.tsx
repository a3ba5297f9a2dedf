import { may } from '../api/may'
import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useFields } from '../ui/hooks'
import { Page, Section } from '../ui/Page'
import { useList } from '../ui/useList'
import { type Check, listApis, listRules, numberOf } from './api'
import { CheckResults } from './CheckResults'
import { LimitsNav } from './LimitsNav'
import { useChecks } from './useChecks'

const rates = [['1', '1 a second'], ['2', '2 a second'], ['5', '5 a second'], ['10', '10 a second'], ['20', '20 a second']] as const
const callers = [['user', 'User'], ['apiKey', 'API key id'], ['ip', 'IP address'], ['header', 'Header']] as const

// What the key may not list is not suggested.
const suggesting = () => may('ratelimit.manage')
const nothing = Promise.resolve({ items: [], continuation: null })

/** Checks as an API would, and shows what the limiter says. */
export function CheckPage({ api, op }: { api: string; op: string }) {
  const { values, bind } = useFields({ api, op, kind: 'user', caller: 'alice', header: '', cost: '1', rate: '5' })
  const rules = useList((after, signal) => suggesting() ? listRules('', after, signal) : nothing)
  const apis = useList((after, signal) => suggesting() ? listApis(after, signal) : nothing)
  const checks = useChecks(() => requestOf(values))
  const names = [...new Set([...(apis.data ?? []).map(each => each.name), ...(rules.data ?? []).map(rule => rule.api)])]
  const operations = [...new Set((rules.data ?? []).filter(rule => rule.api === values.api).map(rule => rule.op))]
  return (
    <Page title="Rate limits" lead="Ask as an API would, and watch the quota go.">
      <LimitsNav at="check" />
      <Section title="Try a check">
        <Form onSubmit={() => { void checks.once(false) }} problem={checks.problem}>
          <div class="grid">
            <TextField {...bind('api')} label="API" mono suggestions={names} />
            <TextField {...bind('op')} label="Operation" mono suggestions={operations} />
            <SelectField {...bind('kind')} name="kind" label="Caller is known by" choices={callers} />
            {values.kind === 'header' && <TextField {...bind('header')} label="Header name" mono />}
            <TextField {...bind('caller')} label={values.kind === 'header' ? 'Header value' : 'Caller'} mono />
            <TextField {...bind('cost')} label="Cost" inputMode="numeric" />
          </div>
          <div class="actions">
            <Button kind="primary" busy={checks.running}>Check once</Button>
            <Button busy={checks.running} onClick={() => { void checks.once(true) }}>Look without counting</Button>
          </div>
          <div class="actions bottom">
            <SelectField {...bind('rate')} label="Repeat" choices={rates} />
            {checks.running
              ? <Button kind="danger" onClick={checks.stop}>Stop</Button>
              : <Button onClick={() => checks.start(Number(values.rate))}>Start</Button>}
          </div>
        </Form>
      </Section>
      <CheckResults checks={checks} />
    </Page>
  )
}

type Values = { api: string; op: string; kind: string; caller: string; header: string; cost: string }

const requestOf = ({ api, op, kind, caller, header, cost }: Values): Omit<Check, 'cost'> & { cost?: unknown } => ({
  api,
  op,
  caller: kind === 'header' ? { headers: { [header]: caller } } : { [kind]: caller },
  cost: numberOf(cost),
})
