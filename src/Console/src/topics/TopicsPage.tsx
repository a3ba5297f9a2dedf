import { useState } from 'preact/hooks'
import { go, href } from '../app/router'
import { Button } from '../ui/controls'
import { spokenIso } from '../ui/duration'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { Time } from '../ui/Time'
import { useList } from '../ui/useList'
import { listTopics, type Topic } from './api'
import { TopicForm } from './TopicForm'

/** The topics, and a new one. */
export function TopicsPage() {
  const topics = useList(listTopics)
  const [making, setMaking] = useState(false)
  return (
    <Page
      title="Topics" lead="Publish once; every subscription receives."
      actions={<Button kind={making ? 'plain' : 'primary'} onClick={() => setMaking(!making)}>{making ? 'Cancel' : 'New topic'}</Button>}
    >
      {making && <Section title="New topic"><TopicForm topic={null} onSaved={topic => go('topics', topic.name)} /></Section>}
      <Section title="All topics">
        <Loading of={topics} what="topics">{items => items.length === 0
          ? <Empty title="No topics">Messages are published to topics. Make the first one above.</Empty>
          : <ul class="list">{items.map(topic => <TopicRow key={topic.name} topic={topic} />)}</ul>}</Loading>
        <More of={topics} />
      </Section>
    </Page>
  )
}

const TopicRow = ({ topic }: { topic: Topic }) => (
  <li class="row topic-row">
    <a class="row-main strong" href={href('topics', topic.name)}>{topic.name}</a>
    <span class="row-wide">{keeping(topic)}</span>
    <span class="row-note">{topic.shards} {topic.shards === 1 ? 'shard' : 'shards'}</span>
    <span class="row-note">made <Time at={topic.createdAt} /></span>
  </li>
)

/** How long messages are kept. */
export const keeping = ({ retention, maxAge }: Topic) => retention.mode === 'keepFor'
  ? `Kept for ${spokenIso(retention.duration)}`
  : `Kept until acknowledged, ${spokenIso(maxAge)} at most`
