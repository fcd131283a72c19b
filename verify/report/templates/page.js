// Each figure is drawn from its record when it comes into view; until then, and without scripts, its SVG stands.
const clone = (value) => JSON.parse(JSON.stringify(value));
const records = new Map();

function recordOf(problem) {
  if (!records.has(problem)) {
    records.set(problem, JSON.parse(document.getElementById(`record-${problem}`).textContent));
  }
  return records.get(problem);
}

function command(record, datum) {
  const algorithm = record.algorithms[datum.a];
  const own = algorithm.own.map((name) => ` --at ${name}=${datum["p" + record.own.indexOf(name)]}`);
  return `verify run ${record.problem} --algorithm ${algorithm.name}${record.places[datum.i]}${own.join("")}`;
}

function pick(figure, record, item) {
  if (!item || !item.datum || item.datum.i == null) return;
  const box = figure.querySelector(".picked");
  box.querySelector("code").textContent = command(record, item.datum);
  box.classList.add("on");
}

async function draw(figure) {
  const record = recordOf(figure.dataset.problem);
  const spec = clone(record.specs[figure.dataset.figure]);
  spec.datasets = record.tables;
  const live = document.createElement("div");
  const plot = figure.querySelector(".plot");
  const actions = { export: { svg: true, png: true }, source: false, compiled: false, editor: false };
  const result = await window.vegaEmbed(live, spec, { renderer: "svg", actions, logLevel: 1 });
  result.view.addEventListener("click", (_, item) => pick(figure, record, item));
  plot.replaceChildren(live);
  figure.classList.add("live");
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((e) => e.isIntersecting)) {
    watcher.unobserve(entry.target);
    draw(entry.target).catch((error) => console.error(entry.target.id, error));
  }
}, { rootMargin: "300px" });
document.querySelectorAll("figure[data-figure]").forEach((figure) => watcher.observe(figure));
