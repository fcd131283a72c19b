// The budget plots of a problem: hover, keyboard, algorithms on and off, a slider for each parameter, zoom.
// Nothing is measured or computed again: other rows of the page's data are drawn, or the same ones closer.
const data = JSON.parse(document.getElementById("data")?.textContent ?? "null");
const column = data && Object.fromEntries(data.fields.map((name, k) => [name, k]));
const PARTS = { rounding: "rounding_error", truncation: "truncation_error", algorithm: "algorithm_error", data: "data_error" };
const ORDER = ["data", "truncation", "algorithm", "rounding", "ring", "above", "below", "range", "undecided"];
const FRAME = { left: 52, right: 10, top: 30, bottom: 44 };
const MOST_ROWS = 2000;
const LETTER = 7; // pixels
const SVG = "http://www.w3.org/2000/svg";

const bent = (x) => {
  const { scale, constant } = data.axis;
  return scale === "symlog" ? Math.log1p(Math.max(x, 0) / constant) : scale === "log" ? Math.log10(x) : x;
};
const unbent = (v) => {
  const { scale, constant } = data.axis;
  return scale === "symlog" ? constant * Math.expm1(v) : scale === "log" ? 10 ** v : v;
};

const state = data && {
  range: data.axis.domain.map(bent),
  settings: data.algorithms.map((a) => ({ ...a.shown })),
};

function rowsOf(number) {
  const algorithm = data.algorithms[number];
  const at = state.settings[number];
  const found = algorithm.settings.find((s) => Object.entries(s.at).every(([k, v]) => at[k] === v));
  return found ? found.rows : [];
}

const cell = (row, name) => row[column[name]];
const log = (row, name) => {
  const value = cell(row, name);
  return value === "0" ? -Infinity : value === "inf" ? Infinity : value;
};

function geometry(svg) {
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const [low, high] = state.range;
  const [bottom, top] = data.frame;
  const x = (v) => FRAME.left + ((bent(v) - low) / (high - low)) * (width - FRAME.left - FRAME.right);
  const y = (v) => height - FRAME.bottom - ((v - bottom) / (top - bottom)) * (height - FRAME.top - FRAME.bottom);
  const back = (px) => low + ((px - FRAME.left) / (width - FRAME.left - FRAME.right)) * (high - low);
  return { x, y, back, width, height };
}

const inside = (row) => {
  const v = bent(cell(row, "axis"));
  return cell(row, "axis") !== null && v >= state.range[0] - 1e-9 && v <= state.range[1] + 1e-9;
};

function places(row) {
  const [low, high] = data.frame;
  const total = log(row, "forward_error");
  const cause = cell(row, "cause");
  const found = [];
  if (total === null) found.push([cause === "range" ? "range" : "undecided", high - 0.8]);
  else if (total > high) found.push(["above", high - 0.5]);
  else if (total < low) found.push(["below", low + 0.5]);
  else found.push(["ring", total]);
  for (const [kind, name] of Object.entries(PARTS)) {
    const size = log(row, name);
    const told = kind !== "algorithm" || cell(row, "rounding_error") === null;
    if (told && size !== null && size >= low && size <= high) found.push([kind, size]);
  }
  return found;
}

const point = (g, x, y) => `${g.x(x).toFixed(1)} ${g.y(y).toFixed(1)}`;

function path(classes, d) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("class", classes);
  made.setAttribute("d", d);
  return made;
}

function envelope(rows, g, line) {
  const [low, high] = data.frame;
  const sized = rows.filter((row) => log(row, "inherent_error") !== null)
    .map((row) => [cell(row, "axis"), Math.min(Math.max(log(row, "inherent_error"), low), high)])
    .sort((a, b) => a[0] - b[0]);
  if (!sized.length) return [];
  if (!line) return [path("env", sized.map(([x, y]) => `M${point(g, x, y)}${data.shapes.envelope}`).join(""))];
  const d = `M${sized.map(([x, y]) => point(g, x, y)).join("L")}`;
  const floor = g.y(low).toFixed(1);
  const ends = `L${g.x(sized.at(-1)[0]).toFixed(1)} ${floor}L${g.x(sized[0][0]).toFixed(1)} ${floor}Z`;
  return [path("band", d + ends), path("theory", d)];
}

function lawLines(laws, g) {
  const [low, high] = data.frame;
  return laws.flatMap(({ name, line }, k) => {
    const seen = line.filter(([x, y]) => bent(x) >= state.range[0] && bent(x) <= state.range[1] && y >= low && y <= high);
    if (seen.length < 2) return [];
    const [x, y] = seen[Math.max(Math.trunc((seen.length - 1) * (0.9 - 0.22 * k)), 0)];
    const words = document.createElementNS(SVG, "text");
    const rises = seen.at(-1)[1] > seen[0][1];
    const wide = LETTER * name.length;
    const left = rises && g.x(x) - 6 - wide >= FRAME.left;
    const at = left ? g.x(x) - 6 : Math.max(Math.min(g.x(x) + 6, g.width - wide), FRAME.left);
    const given = { class: "halo", x: at, y: g.y(y), "text-anchor": left ? "end" : "start" };
    for (const [key, value] of Object.entries(given)) words.setAttribute(key, value);
    words.textContent = name;
    return [path("theory2", `M${seen.map(([a, b]) => point(g, a, b)).join("L")}`), words];
  });
}

function ticks() {
  const [low, high] = state.range.map(unbent);
  if (data.axis.scale === "log" && high > 30 * low) {
    const powers = [];
    for (let k = Math.ceil(Math.log10(low)); k <= Math.log10(high); k += 1) powers.push(10 ** k);
    const step = Math.ceil(powers.length / 6);
    return powers.filter((_, k) => k % step === 0);
  }
  if (data.axis.scale === "symlog" && high > 5 * Math.max(low, data.axis.constant)) {
    const found = low <= 0 ? [0] : [];
    for (let k = Math.floor(Math.log10(data.axis.constant)); 10 ** k <= high; k += 1) found.push(10 ** k);
    return found.filter((x) => x >= low);
  }
  const power = 10 ** Math.floor(Math.log10((high - low) / 5));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => (high - low) / s <= 6);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k += 1) found.push(k * step);
  return found;
}

function drawAxis(svg, g) {
  const group = svg.querySelector(".xaxis");
  const floor = g.height - FRAME.bottom;
  const text = (x, words) => {
    const made = document.createElementNS(SVG, "text");
    for (const [k, v] of Object.entries({ x, y: floor + 18, class: "tick", "text-anchor": "middle" })) made.setAttribute(k, v);
    made.textContent = words;
    return made;
  };
  const parts = [path("axis", `M${FRAME.left} ${floor}H${g.width - FRAME.right}`)];
  for (const tick of ticks()) {
    parts.push(path("axis", `M${g.x(tick).toFixed(1)} ${floor}v4`), text(g.x(tick).toFixed(1), String(Number(tick.toPrecision(6)))));
  }
  group.replaceChildren(...parts);
}

function drawOne(svg) {
  const number = Number(svg.dataset.panel);
  const g = geometry(svg);
  const rows = rowsOf(number).filter(inside);
  const outlines = {};
  for (const row of rows) {
    for (const [kind, y] of places(row)) {
      (outlines[kind] ??= []).push(`M${point(g, cell(row, "axis"), y)}${data.shapes[kind]}`);
    }
  }
  const marks = ORDER.filter((kind) => outlines[kind]).map((kind) => path(`m-${kind}`, outlines[kind].join("")));
  svg.querySelector(".laws").replaceChildren(...lawLines(data.algorithms[number].laws, g));
  svg.querySelector(".marks").replaceChildren(...envelope(rows, g, data.algorithms[number].line), ...marks);
  drawAxis(svg, g);
}

const plots = data ? [...document.querySelectorAll("svg[data-panel]")] : [];

function redraw() {
  for (const svg of plots) drawOne(svg);
  for (const figure of document.querySelectorAll("figure[data-figure]")) {
    const at = Object.entries(state.settings[Number(figure.dataset.figure)]).map(([k, v]) => `${k} = ${v}`);
    figure.querySelector(".setting").textContent = at.join(", ");
    figure.querySelector(".readout").replaceChildren();
  }
  fillTable();
}

// --- the numbers of one point

function size(value) {
  if (value === null) return "not known";
  if (value === "0") return "0";
  if (value === "inf") return "∞";
  const power = Math.floor(value);
  const mantissa = Math.ceil(10 ** (value - power) * 100 - 1e-9) / 100;
  return mantissa >= 10 ? `1e${power + 1}` : `${mantissa}e${power}`;
}

function command(number, row) {
  const algorithm = data.algorithms[number];
  const own = Object.entries(state.settings[number]).map(([k, v]) => ` --at ${k}=${v}`).join("");
  return `verify run ${data.problem} --algorithm ${algorithm.name}${data.places[cell(row, "place")][2]}${own}`;
}

function told(row) {
  const [decimal, hex] = data.places[cell(row, "place")];
  const parts = Object.entries(PARTS).filter(([, name]) => cell(row, name) !== null)
    .map(([kind, name]) => `${kind} ${size(cell(row, name))}`);
  return [
    ["at", hex ? `${decimal} (${hex})` : decimal],
    ["computed", `${cell(row, "computed")} (${cell(row, "hex")})`],
    ["truth", cell(row, "truth")],
    ["error", `${size(cell(row, "forward_error"))}; ${cell(row, "ulps")} ulps; ${cell(row, "digits")} digits`],
    ["parts", parts.join("; ") || "not known"],
    ["cause", cell(row, "cause")],
    ["envelope", `${size(cell(row, "inherent_error"))}; condition number ${size(cell(row, "condition_number"))}`],
    ...(cell(row, "backward_error") === null ? [] : [["backward", size(cell(row, "backward_error"))]]),
  ];
}

function element(name, words, classes) {
  const made = document.createElement(name);
  if (words) made.textContent = words;
  if (classes) made.className = classes;
  return made;
}

function pick(svg, row) {
  const number = Number(svg.dataset.panel);
  const g = geometry(svg);
  svg.querySelector(".picked")?.remove();
  svg.append(path("picked", `M${point(g, cell(row, "axis"), places(row)[0][1])}m-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0`));
  const list = element("dl", "", "facts-list");
  for (const [name, words] of told(row)) list.append(element("dt", name), element("dd", words));
  const box = element("span", "", "cmd");
  box.append(element("code", command(number, row)), element("button", "Copy", "copy"));
  box.lastChild.type = "button";
  svg.closest("figure").querySelector(".readout").replaceChildren(list, box);
  svg.dataset.at = rowsOf(number).filter(inside).indexOf(row);
}

function within(svg, event) {
  const box = svg.getBoundingClientRect();
  const scale = geometry(svg).width / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

function nearest(svg, event) {
  const [x, y] = within(svg, event);
  const g = geometry(svg);
  let best = null;
  let least = 24 ** 2;
  for (const row of rowsOf(Number(svg.dataset.panel)).filter(inside)) {
    const away = (g.x(cell(row, "axis")) - x) ** 2 + (g.y(places(row)[0][1]) - y) ** 2;
    if (away < least) [best, least] = [row, away];
  }
  return best;
}

// --- zoom

function zoomTo(low, high) {
  const [first, last] = data.axis.domain.map(bent);
  if (high - low < (last - first) / 1e4) return;
  const width = Math.min(high - low, last - first);
  const start = Math.min(Math.max(low, first), last - width);
  state.range = [start, start + width];
  redraw();
}

function step(kind) {
  const [low, high] = state.range;
  const width = high - low;
  const moves = {
    in: [low + width / 4, high - width / 4], out: [low - width / 2, high + width / 2],
    left: [low - width / 2, high - width / 2], right: [low + width / 2, high + width / 2],
    all: data.axis.domain.map(bent),
  };
  zoomTo(...moves[kind]);
}

function listen(svg) {
  let start = null;
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("pointerdown", (event) => { start = within(svg, event)[0]; });
  svg.addEventListener("pointermove", (event) => {
    const g = geometry(svg);
    svg.querySelector(".window")?.remove();
    if (start !== null && event.buttons) {
      const now = within(svg, event)[0];
      svg.append(path("window", `M${start} ${FRAME.top}H${now}V${g.height - FRAME.bottom}H${start}Z`));
      return;
    }
    const row = nearest(svg, event);
    if (row) pick(svg, row);
  });
  svg.addEventListener("pointerup", (event) => {
    const g = geometry(svg);
    const ends = [start, within(svg, event)[0]].sort((a, b) => a - b);
    svg.querySelector(".window")?.remove();
    const row = nearest(svg, event); // a finger does not hover
    if (start !== null && ends[1] - ends[0] > 12) zoomTo(g.back(ends[0]), g.back(ends[1]));
    else if (row) pick(svg, row);
    start = null;
  });
  svg.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const rows = rowsOf(Number(svg.dataset.panel)).filter(inside);
    if (!by || !rows.length) return;
    event.preventDefault();
    const at = svg.dataset.at === undefined ? (by > 0 ? -1 : 0) : Number(svg.dataset.at);
    pick(svg, rows[(at + by + rows.length) % rows.length]);
  });
}

// --- sliders, switches, table

function sliders() {
  const found = new Map();
  data.algorithms.forEach((a, number) => {
    for (const name of Object.keys(a.shown)) {
      const values = [...new Set(a.settings.map((s) => s.at[name]))].sort((x, y) => x - y);
      const key = `${name} ${values}`;
      if (values.length > 1) found.set(key, { name, values, users: [...(found.get(key)?.users ?? []), number] });
    }
  });
  for (const slider of found.values()) document.querySelector(".sliders").append(sliderOf(slider));
}

function sliderOf({ name, values, users }) {
  const label = element("label", `${name} of ${users.map((n) => data.algorithms[n].name).join(", ")} `);
  const input = element("input");
  const shown = element("output", String(state.settings[users[0]][name]));
  Object.assign(input, { type: "range", min: 0, max: values.length - 1, step: 1, name });
  input.value = values.indexOf(state.settings[users[0]][name]);
  const say = () => input.setAttribute("aria-valuetext", `${name} = ${values[input.value]}`);
  say();
  input.addEventListener("input", () => {
    for (const number of users) state.settings[number][name] = values[input.value];
    shown.textContent = String(values[input.value]);
    say();
    redraw();
  });
  label.append(input, shown);
  return label;
}

function fillTable() {
  const box = document.querySelector(".numbers");
  if (!box?.open) return;
  const table = element("table", "", "stacks");
  table.append(element("caption", "Every point drawn, at the settings chosen"));
  const heads = ["algorithm", "at", "computed", "truth", "error", "ulps", "digits", "cause"];
  const head = table.createTHead().insertRow();
  for (const words of heads) head.append(Object.assign(element("th", words), { scope: "col" }));
  const body = table.createTBody();
  data.algorithms.forEach((a, number) => {
    for (const row of rowsOf(number).filter(inside).slice(0, MOST_ROWS)) {
      const line = body.insertRow();
      const words = [a.name, data.places[cell(row, "place")][0], cell(row, "computed"), cell(row, "truth"),
        size(cell(row, "forward_error")), cell(row, "ulps"), cell(row, "digits"), cell(row, "cause")];
      words.forEach((word, k) => {
        const td = line.appendChild(element("td", word));
        td.dataset.of = heads[k];
      });
    }
  });
  const scroll = element("div", "", "scroll");
  Object.assign(scroll, { tabIndex: 0, role: "region", ariaLabel: "Every point drawn" });
  scroll.append(table);
  box.querySelector(".numbers-table").replaceChildren(scroll);
}

if (data) {
  plots.forEach(listen);
  sliders();
  document.querySelector(".numbers").addEventListener("toggle", fillTable);
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => step(button.dataset.zoom));
  for (const button of document.querySelectorAll("[data-algorithm]")) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", on);
      document.querySelector(`figure[data-figure="${button.dataset.algorithm}"]`).hidden = !on;
    });
  }
}
