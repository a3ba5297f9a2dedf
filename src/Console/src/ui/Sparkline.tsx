const width = 72
const height = 20

/** How a number went lately, as a small line beside it: the number itself stands in words. */
export function Sparkline({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const known = values.filter(value => value !== null)
  const most = Math.max(1, ...known)
  const step = width / Math.max(1, values.length - 1)
  const points = values.map((value, i) => value === null ? '' : `${(i * step).toFixed(1)},${(height - 2 - value / most * (height - 4)).toFixed(1)}`).filter(point => point !== '')
  const summary = known.length === 0 ? 'nothing measured yet' : `from ${known[0]} to ${known.at(-1)}, at most ${Math.max(...known)}`
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={`${label}: ${summary}`}>
      <polyline points={points.length === 1 ? `0,${points[0]!.split(',')[1]} ${width},${points[0]!.split(',')[1]}` : points.join(' ')} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" />
    </svg>
  )
}
