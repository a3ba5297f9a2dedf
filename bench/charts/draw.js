// Draws the charts that come as JSON on standard input (Chart.cs) as SVG files. Argument: the folder.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vega from "vega";
import { compile } from "vega-lite";

const [folder] = process.argv.slice(2);
const light = { back: "#ffffff", text: "#1f2328", muted: "#59636e", grid: "#d1d9e0", ours: "#0969da", other: "#afb8c1" };
const dark = { back: "#0d1117", text: "#f0f6fc", muted: "#9198a1", grid: "#3d444d", ours: "#4493f8", other: "#656c76" };

// Without a browser nobody can measure text, and Vega's own guess is a third too wide.
vega.textMetrics.width = (item, text) => 0.56 * (item.fontSize ?? 11) * String(text ?? "").length;

const config = {
  background: light.back,
  padding: 16,
  font: "system-ui, sans-serif",
  view: { stroke: null },
  title: { anchor: "start", frame: "group", color: light.text, subtitleColor: light.muted, fontSize: 15, subtitleFontSize: 11, subtitlePadding: 6, offset: 14 },
  axis: { labelColor: light.text, titleColor: light.muted, titleFontWeight: "normal", gridColor: light.grid, domain: false, ticks: false, labelFontSize: 12, labelLimit: 320 },
};

const names = (shown) => ({ field: "name", type: "nominal", sort: null, axis: shown ? { title: null, grid: false, labelPadding: 8 } : null });
const color = { condition: { test: "datum.isOurs", value: light.ours }, value: light.other };

// The labels need room behind the longest bar.
const longest = (chart, field) => Math.max(...chart.bars.flatMap((bar) => (field === "ratio" ? [bar.ratio, bar.greatest] : [bar[field] ?? 0])));

const bars = (chart, width, field, title, label, shown, room) => ({
  width,
  height: { step: 30 },
  encoding: { y: names(shown) },
  layer: [
    { mark: { type: "bar", height: 18 }, encoding: { x: { field, type: "quantitative", axis: { title, tickCount: 4, titleAnchor: "start" }, scale: { domain: [0, room * longest(chart, field)], nice: false } }, color } },
    ...(field === "ratio"
      ? [{ mark: { type: "rule", strokeWidth: 1.5 }, encoding: { x: { field: "least", type: "quantitative" }, x2: { field: "greatest" }, color: { value: light.text } } }]
      : []),
    { mark: { type: "text", align: "left", dx: 6, fontSize: 12 }, encoding: { x: { field: field === "ratio" ? "end" : field, type: "quantitative" }, text: { field: label }, color: { value: light.text } } },
  ],
});

const specification = (chart) => ({
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  config,
  title: { text: chart.title, subtitle: chart.subtitle },
  data: { values: chart.bars.map((bar) => ({ ...bar, end: Math.max(bar.ratio, bar.greatest), paced: bar.pacedMilliseconds?.toFixed(1) })) },
  spacing: 40,
  bounds: "flush",
  hconcat: [
    bars(chart, 300, "ratio", chart.measure, "label", true, 1.55),
    ...(chart.pacedMeasure ? [bars(chart, 190, "pacedMilliseconds", chart.pacedMeasure, "paced", false, 1.25)] : []),
  ],
});

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

// One file for both themes: the colours are replaced by those of the dark one where the reader prefers it.
const style = Object.keys(light)
  .flatMap((name) => ["fill", "stroke"].map((attribute) => `[${attribute}="${light[name]}"]{${attribute}:${dark[name]}}`))
  .join("");

const finish = (svg, chart) =>
  svg
    .replace(/<svg /, '<svg role="img" aria-labelledby="title description" ')
    .replace(/(<svg [^>]*>)/, `$1<title id="title">${escape(chart.title)}</title><desc id="description">${escape(chart.description)}</desc><style>@media (prefers-color-scheme: dark){${style}}</style>`);

for (const chart of JSON.parse(readFileSync(0, "utf8"))) {
  const view = new vega.View(vega.parse(compile(specification(chart)).spec), { renderer: "none" });
  writeFileSync(join(folder, chart.file), finish(await view.toSVG(), chart) + "\n");
}
