import { Button } from '../ui/controls'
import { Field } from '../ui/Form'

export interface Pair { name: string; value: string; prefix?: boolean }

interface Props {
  name: string
  label: string
  pairs: readonly Pair[]
  onChange: (pairs: Pair[]) => void
  /** Whether a value may also be what a text begins with. */
  prefixes?: boolean
}

/** Names with values, as many as are added. */
export function PairsField({ name, label, pairs, onChange, prefixes }: Props) {
  const change = (index: number, part: Partial<Pair>) => onChange(pairs.map((pair, i) => i === index ? { ...pair, ...part } : pair))
  return (
    <Field name={name} label={label} group>{({ id }) => (
      <div id={id} role="group" aria-label={label}>
        {pairs.map((pair, i) => (
          <div key={i} class="pair">
            <input class="mono" aria-label={`Name ${i + 1} of ${label}`} placeholder="name" value={pair.name} onInput={event => change(i, { name: event.currentTarget.value })} />
            {prefixes && (
              <select aria-label={`Comparison ${i + 1} of ${label}`} value={pair.prefix ? 'prefix' : 'is'} onChange={event => change(i, { prefix: event.currentTarget.value === 'prefix' })}>
                <option value="is" selected={!pair.prefix}>is</option>
                <option value="prefix" selected={pair.prefix}>begins with</option>
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
