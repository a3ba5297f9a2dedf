import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { CheckField, SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { useList } from '../ui/useList'
import { listApis, numberOf, putRule, type Rule } from './api'
import { PlansField, plansOf, rowsOf } from './PlansField'
import { algorithms, failures, identities, modes, timeUnits } from './words'

interface Props {
  /** Null to make one. */
  rule: Rule | null
  api: string
  onSaved: (rule: Rule) => void
}

export function RuleForm({ rule, api, onSaved }: Props) {
  const { values, bind, set } = useFields(fieldsOf(rule, api))
  const apis = useList(listApis)
  const operations = apis.data?.find(each => each.name === values.api)?.operations.map(each => each.op)
  const save = useAction(async () => {
    const saved = await putRule(values.id, bodyOf(values), rule)
    announce(`Rule ${saved.id} saved.`)
    onSaved(saved)
  })
  return (
    <Form onSubmit={() => { void save.run() }} problem={save.problem}>
      <div class="grid">
        {rule === null && <TextField {...bind('id')} label="Name" mono hint="Letters, digits, dots, dashes and underscores" />}
        <TextField {...bind('api')} label="API" mono suggestions={apis.data?.map(each => each.name)} />
        <TextField {...bind('op')} label="Operation" mono suggestions={operations} hint="* for all of them together" />
        <TextField {...bind('requests')} label="Requests" inputMode="numeric" />
        <SelectField {...bind('timeUnit')} label="Per" choices={timeUnits} />
        <SelectField {...bind('identifyBy')} label="Counted by" choices={identities} />
        {values.identifyBy === 'header' && <TextField {...bind('header')} label="Header name" mono />}
        {!isOfCalendar(values.timeUnit) && <SelectField {...bind('algorithm')} label="Algorithm" choices={algorithms} />}
        {isBucket(values) && <TextField {...bind('burst')} label="Burst" inputMode="numeric" hint="Size of the bucket; as many as the requests when empty" />}
        <SelectField {...bind('onFailure')} label="When counters cannot be reached" choices={failures} />
        <SelectField {...bind('mode')} label="Mode" choices={modes} />
      </div>
      {values.identifyBy !== 'global' && <PlansField rows={values.plans} onChange={plans => set({ plans })} bucket={isBucket(values)} />}
      <CheckField {...bind('enabled')} label="Enabled" />
      <Button kind="primary" busy={save.busy}>{save.busy ? 'Saving…' : rule === null ? 'Create rule' : 'Save rule'}</Button>
    </Form>
  )
}

/** Whose windows are fixed. */
const isOfCalendar = (timeUnit: string) => timeUnit === 'week' || timeUnit === 'month'

const isBucket = ({ algorithm, timeUnit }: { algorithm: string; timeUnit: string }) => algorithm === 'tokenBucket' && !isOfCalendar(timeUnit)

const fieldsOf = (rule: Rule | null, api: string) => ({
  id: rule?.id ?? '',
  api: rule?.api ?? api,
  op: rule?.op ?? '',
  requests: String(rule?.requests ?? ''),
  timeUnit: rule?.timeUnit ?? 'minute',
  identifyBy: rule?.identifyBy.startsWith('header:') ? 'header' : rule?.identifyBy ?? 'user',
  header: rule?.identifyBy.startsWith('header:') ? rule.identifyBy.slice(7) : '',
  algorithm: rule?.algorithm ?? 'slidingWindowCounter',
  burst: String(rule?.burst ?? ''),
  onFailure: rule?.onFailure ?? 'open',
  mode: rule?.mode ?? 'enforce',
  enabled: rule?.enabled ?? true,
  plans: rowsOf(rule?.plans),
})

const bodyOf = ({ id: _, header, ...fields }: ReturnType<typeof fieldsOf>) => ({
  ...fields,
  requests: numberOf(fields.requests),
  algorithm: isOfCalendar(fields.timeUnit) ? 'fixedWindow' : fields.algorithm,
  identifyBy: fields.identifyBy === 'header' ? `header:${header.trim()}` : fields.identifyBy,
  burst: isBucket(fields) ? numberOf(fields.burst) : undefined,
  plans: fields.identifyBy === 'global' ? undefined : plansOf(fields.plans, isBucket(fields)),
})
