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
      <Loading of={stats} what="clicks">{data => data.clicks === 0
        ? <Empty title="No clicks yet">Clicks are counted within a minute of being made.</Empty>
        : <Clicks stats={data} />}</Loading>
    </Section>
  )
}

function Clicks({ stats }: { stats: LinkStats }) {
  const { times, clicks } = clicksByDay(stats.days, Date.now())
  const busiest = stats.days.reduce((best, day) => day.clicks > best.clicks ? day : best)
  return (
    <>
      <Tiles label="Clicks in numbers" tiles={[
        { label: 'Clicks in all', value: count(stats.clicks) },
        { label: 'Busiest day', value: <>{count(busiest.clicks)} <small>{busiest.date}</small></> },
      ]} />
      <Chart
        caption="Clicks by day (UTC)" summary={`Clicks by day: ${count(stats.clicks)} in all, most on ${busiest.date} with ${count(busiest.clicks)}.`}
        series={[{ label: 'Clicks', colour: '--chart-1', kind: 'bars' }]} times={times} values={[clicks]} by="day"
      />
      <h3>Where they came from</h3>
      <ul class="bars">
        {stats.referrers.map(from => (
          <li key={from.host}>
            <span>{from.host || 'Directly'}</span><meter min={0} max={stats.clicks} value={from.clicks} aria-label={`Share of ${from.host || 'direct clicks'}`} /><b>{count(from.clicks)}</b>
          </li>
        ))}
      </ul>
    </>
  )
}
