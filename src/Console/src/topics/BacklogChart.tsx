import { Chart, type Series } from '../ui/Chart'
import { atMost, type Backlogs } from './useBacklogs'

const dashes = [undefined, [6, 3], [2, 3], [10, 4], [8, 3, 2, 3], [4, 4]]

/** The backlog of each subscription as it changes. */
export function BacklogChart({ backlogs: { names, times, values, latest } }: { backlogs: Backlogs }) {
  if (times.length === 0) return <p class="loading" role="status">Measuring backlogs…</p>
  const series: Series[] = names.map((label, i) => {
    const dash = dashes[i % dashes.length]
    return { label, colour: `--chart-${i % 6 + 1}`, kind: 'steps', ...(dash ? { dash } : {}) }
  })
  const summary = names.map(name => `${name} ${latest[name]?.backlog ?? 'unknown'}`).join(', ')
  return (
    <>
      <Chart caption="Backlog by subscription" summary={`Messages that wait, by subscription: ${summary}.`} series={series} times={times} values={values} by="second" />
      {names.length === atMost && <p class="hint">The chart shows the first {atMost} subscriptions.</p>}
    </>
  )
}
