import { Chart } from '../ui/Chart'
import { Button, count, Tiles } from '../ui/controls'
import { useLoad } from '../ui/hooks'
import { Empty, Loading, Section } from '../ui/Page'
import { linkStats, type LinkStats } from './api'
import { clicksByDay } from './clicksByDay'

/** How often a link was followed, by day, and from where. */
export function ClicksSection({ name }: { name: string }) {
  const stats = useLoad(signal => linkStats(name, signal), [name])
  return (
    <Section title="Clicks" actions={<Button small busy={stats.loading} onClick={stats.reload}>Refresh</Button>}>
      <Loading of={stats} what="clicks">{data => data.clicks + data.bots === 0
        ? <Empty title="No clicks yet">Clicks are counted within a minute of being made.</Empty>
        : <Clicks stats={data} />}</Loading>
    </Section>
  )
}

function Clicks({ stats }: { stats: LinkStats }) {
  const { times, clicks, bots } = clicksByDay(stats.days, Date.now())
  const busiest = stats.days.reduce((best, day) => day.clicks > best.clicks ? day : best)
  return (
    <>
      <Tiles label="Clicks in numbers" tiles={[
        { label: 'Clicks in all', value: count(stats.clicks) },
        { label: 'Robots and previews', value: count(stats.bots) },
        { label: 'Busiest day', value: <>{count(busiest.clicks)} <small>{busiest.date}</small></> },
      ]} />
      <Chart
        caption="Clicks by day (UTC)" summary={`Clicks by day: ${count(stats.clicks)} in all, most on ${busiest.date} with ${count(busiest.clicks)}.`}
        series={[{ label: 'People', colour: '--chart-1', kind: 'bars' }, { label: 'Robots and previews', colour: '--chart-2', kind: 'bars' }]}
        times={times} values={[clicks, bots]} by="day"
      />
      {stats.clicks > 0 && <Referrers stats={stats} />}
    </>
  )
}

const elsewhere = '(other)'

function Referrers({ stats }: { stats: LinkStats }) {
  return (
    <>
      <h3>Where people came from</h3>
      <ul class="bars">
        {stats.referrers.map(from => (
          <li key={from.host}>
            <span>{from.host === elsewhere ? 'Elsewhere' : from.host || 'Directly'}</span>
            <meter min={0} max={stats.clicks} value={from.clicks} aria-label={`Share of ${from.host === elsewhere ? 'all others' : from.host || 'direct clicks'}`} /><b>{count(from.clicks)}</b>
          </li>
        ))}
      </ul>
      {stats.referrerError > 0 && <p class="hint">Each may have led up to {count(stats.referrerError)} more people here, who are counted as from elsewhere.</p>}
    </>
  )
}
