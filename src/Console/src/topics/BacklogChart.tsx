import { Chart, type Series } from '../ui/Chart'
import { ProblemNotice } from '../ui/ProblemNotice'
import type { Backlogs } from './useBacklogs'

const dashes = [undefined, [6, 3], [2, 3], [10, 4], [8, 3, 2, 3], [4, 4]]

/** The backlog of each subscription as it changes. */
export function BacklogChart({ backlogs: { names, times, values, latest, problem, left } }: { backlogs: Backlogs }) {
  if (times.length === 0) return <p class="loading" role="status">Measuring backlogs…</p>
  const series: Series[] = names.map((label, i) => {
    const dash = dashes[i % dashes.length]
    return { label, colour: `--chart-${i % 6 + 1}`, kind: 'steps', ...(dash ? { dash } : {}) }
  })
  const summary = names.map(name => `${name} ${latest[name]?.backlog ?? 'unknown'}`).join(', ')
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <Chart caption="Backlog by subscription" summary={`Messages that wait, by subscription: ${summary}.`} series={series} times={times} values={values} by="second" />
      {left > 0 && <p class="hint">The chart shows the first {names.length} subscriptions.</p>}
    </>
  )
}
