import { useMemo } from 'preact/hooks'
import { href } from '../app/router'
import { Chart, type Series } from '../ui/Chart'
import { Button, count, Tiles } from '../ui/controls'
import { spokenIso } from '../ui/duration'
import { Empty, Section } from '../ui/Page'
import type { Decision } from './api'
import type { useChecks } from './useChecks'

const series: readonly Series[] = [
  { label: 'Denied a second', colour: '--chart-2', kind: 'bars' },
  { label: 'Allowed a second', colour: '--chart-1', kind: 'bars' },
  { label: 'Remaining', colour: '--chart-3', right: true, dash: [2, 3] },
]

/** The latest decision, and all of them over time. */
export function CheckResults({ checks }: { checks: ReturnType<typeof useChecks> }) {
  const { seconds, totals, last } = checks
  const [times, values] = useMemo(() => [
    seconds.map(second => second.time),
    [seconds.map(second => second.denied), seconds.map(second => second.allowed), seconds.map(second => second.remaining)],
  ] as const, [seconds])
  return (
    <Section title="Decisions" actions={last && <Button small onClick={checks.clear}>Clear</Button>}>
      {!last && <Empty title="Nothing checked yet">The limiter's answers appear here, with what is left of the quota.</Empty>}
      {last && (
        <>
          <p class={`verdict ${last.allowed ? 'good' : 'bad'}`} role="status">{verdict(last)}</p>
          <p class="hint">{last.rule ? <>Decided by rule <a href={href('limits', 'rules', last.rule)}>{last.rule}</a>{last.degraded && ', without the shared counters'}</> : 'No rule applies: everything is allowed.'}</p>
          <Tiles label="Decisions in numbers" tiles={[
            { label: 'Allowed', value: count(totals.allowed), kind: 'good' },
            { label: 'Denied', value: count(totals.denied), kind: totals.denied > 0 ? 'bad' : undefined },
            { label: 'Remaining', value: last.remaining === undefined ? '-' : <>{count(last.remaining)} <small>of {count(last.limit ?? 0)}</small></> },
          ]} />
          {times.length > 0 && (
            <Chart
              caption="Decisions by second" summary={`Decisions over ${times.length} seconds: ${totals.allowed} allowed, ${totals.denied} denied.`}
              series={series} times={times} values={values} by="second"
            />
          )}
        </>
      )}
    </Section>
  )
}

const verdict = (decision: Decision) => decision.allowed ? 'Allowed' : `Denied${decision.retryAfter ? `: try again in ${spokenIso(decision.retryAfter)}` : ''}`
