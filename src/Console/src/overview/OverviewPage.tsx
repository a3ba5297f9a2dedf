import { useState } from 'preact/hooks'
import { isAbort } from '../api/client'
import { type Problem, problemOf } from '../api/problem'
import { Badge, count } from '../ui/controls'
import { usePolling } from '../ui/hooks'
import { Icon } from '../ui/Icon'
import { Empty, Page, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { Sparkline } from '../ui/Sparkline'
import { type Attention, type Dependency, getOverview, type Minute, type Overview } from './api'

const everyMilliseconds = 10_000

const figures: readonly (readonly [keyof Omit<Minute, 'at'>, string])[] = [
  ['redirects', 'Redirects'], ['allowed', 'Checks allowed'], ['denied', 'Checks denied'], ['degraded', 'Checks degraded'],
  ['published', 'Messages published'], ['delivered', 'Messages delivered'],
]

/** Whether all is well, asked for again and again. */
export function OverviewPage() {
  const [overview, setOverview] = useState<Overview>()
  const [problem, setProblem] = useState<Problem>()
  const load = (signal?: AbortSignal) => getOverview(signal)
    .then(loaded => { setOverview(loaded); setProblem(undefined) })
    .catch(error => { if (!isAbort(error)) setProblem(problemOf(error)) })
  usePolling(load, everyMilliseconds)
  return (
    <Page title="Overview" lead="How this server is doing, and what needs attention.">
      {problem && <ProblemNotice problem={problem} onRetry={() => { void load() }} />}
      {!overview && !problem && <p class="loading" role="status">Loading the overview…</p>}
      {overview && (
        <>
          <Section title="Needs attention">
            {overview.attention.length === 0
              ? <Empty title="All is well">Nothing needs attention.</Empty>
              : <ul class="list attention">{overview.attention.map(item => <AttentionRow key={`${item.kind} ${item.name}`} item={item} />)}</ul>}
          </Section>
          <Section title="Last hour"><ul class="list figures">{figures.map(([figure, label]) => <FigureRow key={figure} label={label} values={overview.minutes.map(minute => minute[figure])} />)}</ul></Section>
          <Section title="Health"><ul class="list figures">{overview.dependencies.map(each => <DependencyRow key={each.name} dependency={each} />)}</ul></Section>
        </>
      )}
    </Page>
  )
}

const AttentionRow = ({ item }: { item: Attention }) => (
  <li class="row">
    {item.link === null ? <span class="row-main strong">{item.name}</span> : <a class="row-main strong" href={item.link}>{item.name}</a>}
    <span class="row-text"><Icon name="warning" /> {item.text}</span>
  </li>
)

/** The minute before the present one, which is not over yet, and how it went before. */
const FigureRow = ({ label, values }: { label: string; values: readonly number[] }) => (
  <li class="row">
    <span class="row-main">{label}</span>
    <Sparkline label={`${label} by the minute`} values={values} />
    <span class="row-note"><b>{count(values.at(-2) ?? 0)}</b> in the last minute, {count(values.reduce((sum, value) => sum + value, 0))} in the hour</span>
  </li>
)

const kinds = { healthy: 'good', degraded: 'warn', unhealthy: 'bad' } as const

const DependencyRow = ({ dependency: { name, status, latencyMs } }: { dependency: Dependency }) => (
  <li class="row">
    <span class="row-main">{name}</span>
    <span class="badges"><Badge kind={kinds[status]}>{status}</Badge></span>
    <span class="row-note">answered in {latencyMs < 10 ? latencyMs.toFixed(1) : count(Math.round(latencyMs))} ms</span>
  </li>
)
