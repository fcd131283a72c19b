// Each drawing as a picture to be pasted elsewhere: its own outlines, with the page's style and paper.
function styled(svg, width, height) {
  const made = (name, words, given = {}) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
    element.textContent = words;
    return element;
  };
  const copy = svg.cloneNode(true);
  for (const [key, value] of Object.entries({ class: "plot", width, height })) copy.setAttribute(key, value);
  const size = `width: ${width}px; height: ${height}px; max-width: none`;
  const own = `svg.plot { ${size}; font-family: ${getComputedStyle(document.body).fontFamily}; } .paper { fill: var(--page); }`;
  copy.prepend(made("style", `${document.querySelector("style").textContent}\n${own}`), made("rect", "", { class: "paper", width, height }));
  return copy;
}

async function picture(svg) {
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(styled(svg, width, height)))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

for (const figure of document.querySelectorAll("figure:has(> svg.plot)")) {
  const drawings = [...figure.querySelectorAll(":scope > svg.plot")];
  const of = [document.title, figure.querySelector("h3")?.textContent ?? figure.closest("section")?.querySelector("h2")?.textContent ?? ""];
  const button = Object.assign(document.createElement("button"), { type: "button", className: "save", textContent: "Save as picture" });
  button.setAttribute("aria-label", `Save as picture: ${of[1]}`);
  button.addEventListener("click", async () => {
    const link = document.createElement("a");
    link.href = await picture(drawings.find((svg) => svg.checkVisibility()) ?? drawings[0]);
    link.download = `${of.join(" ").toLowerCase().match(/[\p{L}\p{N}]+/gu).slice(0, 12).join("-")}.png`;
    link.click();
  });
  drawings.at(-1).after(button);
}
