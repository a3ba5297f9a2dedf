import { Button } from '../ui/controls'
import { Field } from '../ui/Form'

export type Comparison = 'is' | 'prefix' | 'json'

export interface Pair { name: string; value: string; as?: Comparison }

interface Props {
  name: string
  label: string
  pairs: readonly Pair[]
  onChange: (pairs: Pair[]) => void
  /** Whether a value may also be what a text begins with, or a condition in JSON. */
  conditions?: boolean
}

/** Names with values, as many as are added. */
export function PairsField({ name, label, pairs, onChange, conditions }: Props) {
  const change = (index: number, part: Partial<Pair>) => onChange(pairs.map((pair, i) => i === index ? { ...pair, ...part } : pair))
  return (
    <Field name={name} label={label} group>{({ id }) => (
      <div id={id} role="group" aria-label={label}>
        {pairs.map((pair, i) => (
          <div key={i} class="pair">
            <input class="mono" aria-label={`Name ${i + 1} of ${label}`} placeholder="name" value={pair.name} onInput={event => change(i, { name: event.currentTarget.value })} />
            {conditions && (
              <select aria-label={`Comparison ${i + 1} of ${label}`} value={pair.as ?? 'is'} onChange={event => change(i, { as: event.currentTarget.value as Comparison })}>
                <option value="is" selected={(pair.as ?? 'is') === 'is'}>is</option>
                <option value="prefix" selected={pair.as === 'prefix'}>begins with</option>
                <option value="json" selected={pair.as === 'json'}>meets (JSON)</option>
              </select>
            )}
            <input class="mono" aria-label={`Value ${i + 1} of ${label}`} placeholder="value" value={pair.value} onInput={event => change(i, { value: event.currentTarget.value })} />
            <Button small label={`Remove ${i + 1} of ${label}`} onClick={() => onChange(pairs.filter((_, j) => j !== i))}>Remove</Button>
          </div>
        ))}
        <Button small onClick={() => onChange([...pairs, { name: '', value: '' }])}>{pairs.length === 0 ? 'Add one' : 'Add another'}</Button>
      </div>
    )}</Field>
  )
}

export const pairsToObject = (pairs: readonly Pair[]) => Object.fromEntries(pairs.map(({ name, value }) => [name, value]))
