import { useMemo, useState } from 'preact/hooks'
import { isAbort } from '../api/client'
import { type Problem, problemOf } from '../api/problem'
import { Chart, type Series } from '../ui/Chart'
import { count, Tiles } from '../ui/controls'
import { usePolling } from '../ui/hooks'
import { Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { getTraffic, type Rule, type RuleMinute } from './api'

const everyMilliseconds = 10_000

const enforced: readonly Series[] = [
  { label: 'Denied', colour: '--chart-2', kind: 'bars' },
  { label: 'Allowed', colour: '--chart-1', kind: 'bars' },
  { label: 'Near the limit', colour: '--chart-4', dash: [4, 3] },
]
const looking: readonly Series[] = [{ ...enforced[0]!, label: 'Would be denied' }, { ...enforced[1]!, label: 'Would be allowed' }, enforced[2]!]

/** What a rule did in the last hour, asked for again and again. */
export function TrafficSection({ rule }: { rule: Rule }) {
  const [minutes, setMinutes] = useState<readonly RuleMinute[]>()
  const [problem, setProblem] = useState<Problem>()
  usePolling(signal => getTraffic(rule.id, signal)
    .then(traffic => { setMinutes(traffic.minutes); setProblem(undefined) })
    .catch(error => { if (!isAbort(error)) setProblem(problemOf(error)) }), everyMilliseconds, [rule.id])
  const dry = rule.mode === 'dryRun'
  const [times, values] = useMemo(() => [
    (minutes ?? []).map(minute => Date.parse(minute.at) / 1000),
    [(minutes ?? []).map(minute => dry ? minute.dryRunDenied : minute.denied), (minutes ?? []).map(minute => minute.allowed), (minutes ?? []).map(minute => minute.nearLimit)],
  ] as const, [minutes, dry])
  const sum = (figure: keyof Omit<RuleMinute, 'at'>) => (minutes ?? []).reduce((all, minute) => all + minute[figure], 0)
  return (
    <Section title="Traffic">
      {problem && <ProblemNotice problem={problem} />}
      {!minutes && !problem && <p class="loading" role="status">Loading the traffic…</p>}
      {minutes && (
        <>
          <Tiles label="Checks in the last hour" tiles={[
            { label: dry ? 'Would be allowed' : 'Allowed', value: count(sum('allowed')) },
            { label: 'Denied', value: count(sum('denied')), kind: sum('denied') > 0 ? 'bad' : undefined },
            { label: 'Near the limit', value: count(sum('nearLimit')), kind: sum('nearLimit') > 0 ? 'warn' : undefined },
            { label: 'Would be denied', value: count(sum('dryRunDenied')), kind: sum('dryRunDenied') > 0 ? 'warn' : undefined },
          ]} />
          <Chart
            caption="Checks by the minute" summary={`Checks in the last hour: ${sum('allowed')} allowed, ${sum(dry ? 'dryRunDenied' : 'denied')} denied, ${sum('nearLimit')} near the limit.`}
            series={dry ? looking : enforced} times={times} values={values} by="minute"
          />
          <p class="hint">Near the limit is what was allowed with more than 80 % used. {dry && 'A dry run denies nobody: its verdicts are shown alone.'}</p>
        </>
      )}
    </Section>
  )
}
