import { useRef, useState } from 'preact/hooks'
import { may } from '../api/may'
import { go, href } from '../app/router'
import { Button, count } from '../ui/controls'
import { spoken, spokenIso } from '../ui/duration'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { Sparkline } from '../ui/Sparkline'
import { useList } from '../ui/useList'
import { listTopics, type Topic } from './api'
import { OpenByName } from './OpenByName'
import { TopicForm } from './TopicForm'
import { type Backlog, useTopicBacklogs } from './useTopicBacklogs'

/** The topics with what waits in them, and a new one. */
export function TopicsPage() {
  return may('topics.manage') ? <AllTopics /> : (
    <Page title="Topics" lead="Publish once; every subscription receives.">
      <Section title="Open a topic" lead="Your key may not list the topics, but it may use those that you name."><OpenByName /></Section>
    </Page>
  )
}

interface Block { after: string | null; items: Topic[] }

function AllTopics() {
  const blocks = useList(async (after, signal) => {
    const page = await listTopics(after, signal)
    return { items: page.items.length === 0 ? [] : [{ after, items: page.items } satisfies Block as Block], continuation: page.continuation }
  })
  const [making, setMaking] = useState(false)
  return (
    <Page
      title="Topics" lead="Publish once; every subscription receives."
      actions={<Button kind={making ? 'plain' : 'primary'} onClick={() => setMaking(!making)}>{making ? 'Cancel' : 'New topic'}</Button>}
    >
      {making && <Section title="New topic"><TopicForm topic={null} onSaved={topic => go('topics', topic.name)} /></Section>}
      <Section title="All topics">
        <Loading of={blocks} what="topics">{pages => pages.length === 0
          ? <Empty title="No topics">Messages are published to topics. Make the first one above.</Empty>
          : pages.map(block => <TopicBlock key={block.after ?? ''} of={block} />)}</Loading>
        <More of={blocks} />
      </Section>
    </Page>
  )
}

function TopicBlock({ of: { after, items } }: { of: Block }) {
  const place = useRef<HTMLUListElement>(null)
  const backlogs = useTopicBacklogs(after, place)
  return <ul class="list topics" ref={place}>{items.map(topic => <TopicRow key={topic.name} topic={topic} backlog={backlogs[topic.name]} />)}</ul>
}

const TopicRow = ({ topic, backlog }: { topic: Topic; backlog: Backlog | undefined }) => (
  <li class="row topic-row">
    <a class="row-main strong" href={href('topics', topic.name)}>{topic.name}</a>
    <span class="row-wide">{keeping(topic)}{topic.shards > 1 && ` · ${topic.shards} shards`}</span>
    <span class="row-note measure">{backlog && <>{backlog.latest.subscriptions !== 0 && <Sparkline values={backlog.waiting} label={`Backlog of ${topic.name}`} />}<span>{waiting(backlog)}</span></>}</span>
    <span class="row-note measure">{backlog && (backlog.latest.backlog ?? 0) > 0 && <><Sparkline values={backlog.oldest} label={`Age of the oldest message of ${topic.name} in seconds`} /><span>oldest {spoken(backlog.oldest.at(-1) ?? 0)}</span></>}</span>
  </li>
)

function waiting({ latest }: Backlog) {
  if (latest.backlog === undefined) return 'not measured'
  return latest.subscriptions === 0 ? 'no subscriptions' : `${count(latest.backlog)} waiting`
}

/** How long messages are kept. */
export const keeping = ({ retention, maxAge }: Topic) => retention.mode === 'keepFor'
  ? `Kept for ${spokenIso(retention.duration)}`
  : `Kept until acknowledged, ${spokenIso(maxAge)} at most`
