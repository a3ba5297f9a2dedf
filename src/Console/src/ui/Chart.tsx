import { useEffect, useRef } from 'preact/hooks'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from './theme'

export interface Series {
  label: string
  /** Of the style sheet, such as "--chart-1". */
  colour: string
  /** Bars stand on the bars of the series after them. */
  kind?: 'line' | 'bars' | 'steps'
  dash?: readonly number[]
  /** Scaled by the axis on the right. */
  right?: boolean
}

interface Props {
  /** What the chart shows, in a sentence that stands for it. */
  summary: string
  caption: string
  series: readonly Series[]
  /** Times in seconds, ascending. */
  times: readonly number[]
  /** By series, one value a time; null for none. */
  values: readonly (readonly (number | null)[])[]
  by: 'day' | 'minute' | 'second'
}

const height = 200

/** Seconds that a live chart spans from its start, so that its first values do not fill it. */
const span = 60
const rowsShown = 60

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const second = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

const nameOf = (time: number, by: Props['by']) => ({ day, minute, second })[by].format(time * 1000)

/** A chart, its legend with the latest values, and its data as a table for whoever reads rather than looks. */
export function Chart({ summary, caption, series, times, values, by }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | undefined>(undefined)
  const theme = useTheme()
  const shape = JSON.stringify(series)
  const data = [times, ...values.map((_, i) => stacked(i, series, values))] as unknown as UPlot.AlignedData
  useEffect(() => {
    const box = place.current!
    plot.current = new UPlot(optionsOf(box, series, by), data, box)
    const resizing = new ResizeObserver(() => plot.current?.setSize({ width: box.clientWidth, height }))
    resizing.observe(box)
    return () => {
      resizing.disconnect()
      plot.current?.destroy()
    }
  }, [shape, theme, by])
  useEffect(() => plot.current?.setData(data), [times, values])
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <div class="plot" ref={place} role="img" aria-label={summary} />
      <ul class="legend" aria-label="Series">
        {series.map((line, i) => (
          <li key={line.label}><svg width="18" height="10" aria-hidden="true" class={`swatch ${line.colour.slice(2)}`}><line x1="0" y1="5" x2="18" y2="5" stroke-width="3" stroke-dasharray={line.dash?.join(' ')} /></svg>
            {line.label} {by === 'second' && <b>{values[i]?.findLast(value => value !== null) ?? '-'}</b>}
          </li>
        ))}
      </ul>
      <details class="data">
        <summary>Data as a table</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={`${caption}, as a table`}>
          <table>
            <thead><tr><th scope="col">{by === 'day' ? 'Day' : 'Time'}</th>{series.map(line => <th key={line.label} scope="col">{line.label}</th>)}</tr></thead>
            <tbody>
              {times.map((time, i) => ({ time, i })).slice(-rowsShown).reverse().map(({ time, i }) => (
                <tr key={time}><th scope="row">{nameOf(time, by)}</th>{values.map((line, j) => <td key={j}>{line[i] ?? '-'}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

// Half a day or minute more than there is at both ends, for their bars; of seconds at least the span.
function around(times: ArrayLike<number>, by: Props['by']): UPlot.Range.MinMax {
  const last = times[times.length - 1] ?? Date.now() / 1000
  const first = times[0] ?? last
  if (by === 'minute') return [first - 30, last + 30]
  return by === 'day' ? [first - 43_200, last + 43_200] : [Math.min(first, last - span) - .5, last + .5]
}

// What is painted later stands in front of what is below it.
const stacked = (index: number, series: readonly Series[], values: Props['values']) => series[index]?.kind !== 'bars'
  ? values[index]!
  : values[index]!.map((value, at) => values.reduce((sum, line, i) => i > index && series[i]?.kind === 'bars' ? sum + (line[at] ?? 0) : sum, value ?? 0))

function optionsOf(box: HTMLElement, series: readonly Series[], by: Props['by']): UPlot.Options {
  const colour = colours(box)
  const font = `12px ${getComputedStyle(box).fontFamily}`
  const axis = { stroke: colour('--muted'), font, ticks: { show: false }, grid: { stroke: colour('--line'), width: 1 } }
  const whole = { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7, 1e8, 1e9] }
  const fromZero = (_: UPlot, __: number, max: number): UPlot.Range.MinMax => [0, Math.max(4, max * 1.1)]
  return {
    width: box.clientWidth,
    height,
    tzDate: time => by === 'day' ? UPlot.tzDate(new Date(time * 1000), 'Etc/UTC') : new Date(time * 1000),
    legend: { show: false },
    cursor: { show: false },
    // Room for half of the label of a time at the end.
    padding: [12, series.some(line => line.right) ? 8 : 28, 0, 0],
    scales: { x: { range: plot => around(plot.data[0], by) }, y: { range: fromZero }, right: { range: fromZero } },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 76, values: (_, ticks) => ticks.map(time => nameOf(time, by)), ...(by === 'day' ? { incrs: [86_400, 2 * 86_400, 7 * 86_400, 14 * 86_400] } : {}) },
      { ...axis, ...whole, size: 44, values: (_, ticks) => ticks.map(compact) },
      ...(series.some(line => line.right) ? [{ ...axis, ...whole, scale: 'right', side: 1, size: 44, grid: { show: false }, values: (_: UPlot, ticks: number[]) => ticks.map(compact) }] : []),
    ],
    series: [{}, ...series.map(line => ({
      label: line.label,
      scale: line.right ? 'right' : 'y',
      stroke: colour(line.colour),
      width: 2,
      // One value alone makes no line.
      points: { show: (plot: UPlot) => plot.data[0].length === 1, size: 6 },
      ...(line.dash ? { dash: [...line.dash] } : {}),
      ...pathsOf(line, colour(line.colour)),
    }))],
  }
}

function pathsOf(line: Series, colour: string): Partial<UPlot.Series> {
  switch (line.kind) {
    case 'bars': return { fill: colour, paths: UPlot.paths.bars!({ size: [0.7, 28], radius: 0.2 }), width: 0 }
    case 'steps': return { paths: UPlot.paths.stepped!({ align: 1 }) }
    default: return {}
  }
}

const number = new Intl.NumberFormat(undefined, { notation: 'compact' })
const compact = (value: number) => number.format(value)

// A canvas knows no variables of the style sheet: the browser resolves them for an element.
function colours(box: HTMLElement) {
  const probe = box.appendChild(document.createElement('span'))
  const resolved = (name: string) => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  }
  queueMicrotask(() => probe.remove())
  return resolved
}
