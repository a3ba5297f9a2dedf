import { useState } from 'preact/hooks'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Button, count } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { ProgressBar } from '../ui/ProgressBar'
import { useBulk } from '../ui/useBulk'
import { changeLink, deleteLink, type Link } from './api'

interface Props {
  chosen: readonly Link[]
  /** What has become of a link. */
  onChanged: (link: Link) => void
  onClear: () => void
}

const day = 86_400_000

/** What can be done with the links that are chosen. */
export function SelectionBar({ chosen, onChanged, onClear }: Props) {
  const [days, setDays] = useState('30')
  const bulk = useBulk()
  const tell = (verb: string, { done, failed, left }: { done: number; failed: number; left: number }) =>
    announce(`${count(done)} ${verb}${failed > 0 ? `, ${count(failed)} failed` : ''}${left > 0 ? `, ${count(left)} left as they were` : ''}.`)
  const remove = useAction(async () => tell('deleted', await bulk.run('Links deleted', chosen, link => link.key, async link => {
    await deleteLink(link.key)
    onChanged({ ...link, endedAt: new Date().toISOString() })
  })))
  const extend = useAction(async () => tell('extended', await bulk.run('Links extended', chosen, link => link.key, async link => {
    const changed = await changeLink(link.key, { expiresAt: new Date(Date.parse(link.expiresAt) + Number(days) * day).toISOString() })
    onChanged({ ...link, ...changed })
  })))
  if (bulk.progress) return <div class="selection"><ProgressBar of={bulk.progress} onStop={bulk.stop} /></div>
  return (
    <>
      {chosen.length > 0 && (
        <div class="selection" role="group" aria-label="Chosen links">
          <strong>{count(chosen.length)} chosen</strong>
          <span class="pick">Extend by
            <select aria-label="Extend by" value={days} onChange={event => setDays(event.currentTarget.value)}>
              {[['7', '7 days'], ['30', '30 days'], ['90', '90 days'], ['365', 'a year']].map(([value, label]) => <option key={value} value={value} selected={value === days}>{label}</option>)}
            </select>
          </span>
          <Button small onClick={() => { void extend.run() }}>Extend chosen</Button>
          <ConfirmButton label="Delete chosen" title={`Delete ${count(chosen.length)} ${chosen.length === 1 ? 'link' : 'links'}?`} confirm="Delete them" action={remove} small>
            <p>Whoever follows them from now on will be told that they are gone. Until their keys are free, by default for 30 days, they can be restored.</p>
          </ConfirmButton>
          <Button small onClick={onClear}>Clear choice</Button>
        </div>
      )}
      {bulk.failed.length > 0 && (
        <div class="problem" role="alert">
          <div>
            <p><strong>{count(bulk.failed.length)} could not be changed.</strong></p>
            <ul>{bulk.failed.slice(0, 10).map(({ what, problem }) => <li key={what}><code>{what}</code> {problem.message}</li>)}</ul>
            <Button small onClick={bulk.clear}>Close</Button>
          </div>
        </div>
      )}
    </>
  )
}
