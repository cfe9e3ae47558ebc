/** The data_visualization block, drawn. */

import { h, svg } from "./dom.js";
import { locale, t } from "./words.js";

const WIDTH = 480;
const HEIGHT = 220;
const EDGE = { left: 44, right: 8, top: 10, bottom: 30 };

/** @param {any} block */
export function chart(block) {
  const kind = block.chart.type;
  const drawn = kind === "pie" ? pie(block.chart) : plot(block.chart);
  const names =
    kind === "pie"
      ? block.chart.segments.map((one) => `${one.label} (${number(one.value)})`)
      : block.chart.series.map((one) => one.name);
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", {}, block.title),
    svg(
      "svg",
      {
        viewBox: kind === "pie" ? "0 0 220 200" : `0 0 ${WIDTH} ${HEIGHT}`,
        class: `chart-${kind}`,
        role: "img",
        "aria-label": spoken(block),
      },
      ...drawn,
    ),
    names.length > 1 || kind === "pie"
      ? h(
          "ul",
          { class: "legend" },
          names.map((name, index) => h("li", {}, h("i", { class: `series-${index}` }), name)),
        )
      : null,
    axisNames(block.chart),
  );
}

function number(value) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value);
}

function axisNames(body) {
  const { x_label: x, y_label: y } = body.axis_config ?? {};
  const words = [y && `↑ ${y}`, x && `→ ${x}`].filter(Boolean);
  return words.length ? h("p", { class: "chart-axes" }, words.join("   ")) : null;
}

/** All of it in words, for who does not see it. */
function spoken(block) {
  const series = block.chart.segments ? [{ name: "", data: block.chart.segments }] : block.chart.series;
  const rows = series.map(
    (one) => `${one.name} ${one.data.map((point) => `${point.label}: ${number(point.value)}`).join(", ")}`,
  );
  return `${t("chart")}: ${block.title}. ${rows.join(". ")}`;
}

function pie(body) {
  const total = body.segments.reduce((sum, one) => sum + one.value, 0) || 1;
  let turned = 0;
  return body.segments.map((one, index) => {
    const share = one.value / total;
    const node = svg(
      "circle",
      {
        cx: 110,
        cy: 100,
        r: 62,
        fill: "none",
        class: `stroke-${index}`,
        "stroke-width": 42,
        pathLength: 100,
        "stroke-dasharray": `${Math.max(share * 100 - 0.6, 0.2)} 100`,
        "stroke-dashoffset": -turned * 100,
        transform: "rotate(-90 110 100)",
      },
      svg("title", {}, `${one.label}: ${number(one.value)} (${Math.round(share * 100)} %)`),
    );
    turned += share;
    return node;
  });
}

/** Round steps between the lowest and the highest value. */
function ticks(low, high) {
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const first = Math.floor(low / step) * step;
  const count = Math.ceil((high - first) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((first + index * step).toPrecision(12)));
}

function plot(body) {
  const values = body.series.flatMap((one) => one.data.map((point) => point.value));
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const low = marks[0];
  const high = marks[marks.length - 1];
  const scale = {
    y: (value) => EDGE.top + (1 - (value - low) / (high - low || 1)) * (HEIGHT - EDGE.top - EDGE.bottom),
    step: (WIDTH - EDGE.left - EDGE.right) / body.axis_config.categories.length,
  };
  const drawn = body.type === "bar" ? bars(body, scale) : curves(body, scale);
  return [...grid(marks, scale), ...categories(body.axis_config.categories, scale), ...drawn];
}

function grid(marks, scale) {
  return marks.flatMap((mark) => [
    svg("line", {
      x1: EDGE.left,
      x2: WIDTH - EDGE.right,
      y1: scale.y(mark),
      y2: scale.y(mark),
      class: mark === 0 ? "axis" : "gridline",
    }),
    svg("text", { x: EDGE.left - 6, y: scale.y(mark) + 4, "text-anchor": "end" }, number(mark)),
  ]);
}

function categories(names, scale) {
  const every = Math.ceil(names.length / 10);
  const room = Math.max(11, Math.floor((scale.step * every) / 7)); // letters
  return names.map((name, index) =>
    index % every
      ? null
      : svg(
          "text",
          { x: EDGE.left + scale.step * (index + 0.5), y: HEIGHT - 10, "text-anchor": "middle" },
          name.length > room ? `${name.slice(0, room - 1)}…` : name,
        ),
  );
}

/** A series' values in the order of the categories. */
function ordered(series, names) {
  const by = new Map(series.data.map((point) => [point.label, point.value]));
  return names.map((name) => by.get(name) ?? 0);
}

function bars(body, scale) {
  const names = body.axis_config.categories;
  const width = Math.min(36, (scale.step * 0.72) / body.series.length);
  return body.series.flatMap((one, at) =>
    ordered(one, names).map((value, index) => {
      const x = EDGE.left + scale.step * (index + 0.5) + width * (at - body.series.length / 2);
      const top = Math.min(scale.y(value), scale.y(0));
      return svg(
        "rect",
        {
          x: x + 1,
          y: top,
          width: width - 2,
          height: Math.abs(scale.y(value) - scale.y(0)),
          rx: 2,
          class: `fill-${at}`,
        },
        svg("title", {}, `${one.name}, ${names[index]}: ${number(value)}`),
      );
    }),
  );
}

function curves(body, scale) {
  const names = body.axis_config.categories;
  return body.series.flatMap((one, at) => {
    const points = ordered(one, names).map((value, index) => [
      EDGE.left + scale.step * (index + 0.5),
      scale.y(value),
      value,
    ]);
    const path = points.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join("");
    const area = `${path}L${points[points.length - 1][0]} ${scale.y(0)}L${points[0][0]} ${scale.y(0)}Z`;
    const dots = points.map(([x, y, value], index) =>
      svg(
        "circle",
        { cx: x, cy: y, r: 3.5, class: `fill-${at}` },
        svg("title", {}, `${one.name}, ${names[index]}: ${number(value)}`),
      ),
    );
    return [
      body.type === "area" ? svg("path", { d: area, class: `fill-${at} faint` }) : null,
      svg("path", { d: path, class: `stroke-${at} curve` }),
      ...dots,
    ];
  });
}
