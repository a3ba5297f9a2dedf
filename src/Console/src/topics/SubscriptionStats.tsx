import { count, Tiles } from '../ui/controls'
import { spokenIso } from '../ui/duration'
import { Section } from '../ui/Page'
import { BacklogChart } from './BacklogChart'
import { useBacklogs } from './useBacklogs'

/** How a subscription does, as it changes. */
export function SubscriptionStats({ topic, name }: { topic: string; name: string }) {
  const backlogs = useBacklogs(topic, [name])
  const stats = backlogs.latest[name]
  return (
    <Section title="Now">
      {stats && (
        <Tiles label="The subscription in numbers" tiles={[
          { label: 'Waiting', value: count(stats.backlog) },
          { label: 'With consumers', value: count(stats.outstanding) },
          { label: 'Oldest waits for', value: stats.oldestUnacknowledgedAge === null ? '-' : spokenIso(stats.oldestUnacknowledgedAge) },
          { label: 'Dead letters', value: count(stats.deadLettered), kind: stats.deadLettered > 0 ? 'bad' : undefined },
          { label: 'Expired unread', value: count(stats.expiredUnacknowledged), kind: stats.expiredUnacknowledged > 0 ? 'warn' : undefined },
        ]} />
      )}
      {stats?.windowFull && <p class="notice">Its window is full: nothing further is handed out until messages are acknowledged.</p>}
      <BacklogChart backlogs={backlogs} />
    </Section>
  )
}
