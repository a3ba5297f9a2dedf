import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Field } from '../ui/Form'
import { numberOf, type Plan } from './api'

/** A plan as it is edited. */
export interface PlanRow { name: string; limit: string; requests: string; burst: string }

const limits = [['requests', 'Requests'], ['unlimited', 'Unlimited']] as const

export const rowsOf = (plans: Record<string, Plan> = {}): PlanRow[] => Object.entries(plans).map(([name, plan]) => (
  { name, limit: plan.unlimited ? 'unlimited' : 'requests', requests: String(plan.requests ?? ''), burst: String(plan.burst ?? '') }))

/** What is sent; nothing for no plans. */
export const plansOf = (rows: readonly PlanRow[], bucket: boolean) => rows.length === 0 ? undefined : Object.fromEntries(rows.map(row => [
  row.name.trim(), row.limit === 'unlimited' ? { unlimited: true } : { requests: numberOf(row.requests), burst: bucket ? numberOf(row.burst) : undefined },
]))

/** Other limits for callers of a plan. */
export function PlansField({ rows, onChange, bucket }: { rows: PlanRow[]; onChange: (rows: PlanRow[]) => void; bucket: boolean }) {
  const change = (index: number, row: Partial<PlanRow>) => onChange(rows.map((old, i) => i === index ? { ...old, ...row } : old))
  return (
    <fieldset>
      <legend>Plans</legend>
      <Field name="plans" label="Callers of these plans have other limits" group>{({ id }) => (
        <div id={id} class="plans">
          {rows.map((row, i) => (
            <div key={i} class="operation" role="group" aria-label={`Plan ${i + 1}`}>
              <TextField name={`plans[${i}]`} label="Plan" mono value={row.name} onChange={name => change(i, { name })} />
              <SelectField name={`plans.${row.name}`} label="Limit" value={row.limit} onChange={limit => change(i, { limit })} choices={limits} />
              {row.limit === 'requests' && <TextField name={`plans.${row.name}.requests`} label="Requests of the plan" inputMode="numeric" hint="0 admits nobody" value={row.requests} onChange={requests => change(i, { requests })} />}
              {row.limit === 'requests' && bucket && <TextField name={`plans.${row.name}.burst`} label="Burst of the plan" inputMode="numeric" value={row.burst} onChange={burst => change(i, { burst })} />}
              <Button small label={`Remove plan ${i + 1}`} onClick={() => onChange(rows.filter((_, j) => j !== i))}>Remove</Button>
            </div>
          ))}
        </div>
      )}</Field>
      <Button small onClick={() => onChange([...rows, { name: '', limit: 'requests', requests: '', burst: '' }])}>Add a plan</Button>
    </fieldset>
  )
}
