// The picture of a scenario, laid out by dagre: <figure class="enc-graph" id data-graph="the JSON of
// studio.wording.graph">. Colours come from classes, so night and day need no second drawing. The page holds
// the same as an outline or a table; to readers of the page the drawing is hidden.
{
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 160, LINE = 17, PAD = 10, LABEL_LINE = 15, NARROWEST = .92, STEP = 1.25;
  // In a square of 24: what an ending is, beside its colour.
  const SIGNS = { won: "M5 12l5 5l9 -10", kept: "M5 12h14", lost: "M7 7l10 10M17 7l-10 10" };
  // Where a reader was in a picture that a new one takes the place of.
  const kept = new Map();
  const ruler = document.createElement("canvas").getContext("2d");
  const face = () => getComputedStyle(document.body).fontFamily;

  function shape(parent, name, attributes = {}, words) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (words !== undefined) element.textContent = words;
    return parent.appendChild(element);
  }

  // Words in at most `most` lines of `width` px; what is left over ends in an ellipsis.
  function lines(words, font, width, most) {
    ruler.font = `${font} ${face()}`;
    const fits = (text) => ruler.measureText(text).width <= width;
    const clipped = (text) => { while (text.length > 1 && !fits(`${text}…`)) text = text.slice(0, -1).trimEnd(); return `${text}…`; };
    const found = [];
    let line = "";
    const parts = words.split(/\s+/);
    for (const [place, part] of parts.entries()) {
      const longer = line ? `${line} ${part}` : part;
      if (fits(longer) || !line) { line = longer; continue; }
      if (found.length === most - 1) return [...found, clipped([line, ...parts.slice(place)].join(" "))];
      found.push(line);
      line = part;
    }
    return [...found, fits(line) ? line : clipped(line)];
  }

  const wide = (texts, font) => { ruler.font = `${font} ${face()}`; return Math.max(0, ...texts.map((text) => ruler.measureText(text).width)); };

  // dagre loses a node without a name.
  const named = (key) => `node ${key}`;

  function laidOut({ nodes, edges }) {
    const plan = new dagre.graphlib.Graph({ multigraph: true });
    plan.setGraph({ rankdir: "TB", nodesep: 18, ranksep: 44, edgesep: 10, marginx: 12, marginy: 14 });
    for (const node of nodes) {
      const sign = node.kind === "ending" ? 22 : 0;
      const title = lines(node.title, "600 14px", WIDTH - 2 * PAD - sign - 6, 2);
      const under = node.under ? lines(node.under, "500 13px", WIDTH - 2 * PAD - sign - 6, 1) : [];
      plan.setNode(named(node.key), { node, title, under, sign, width: WIDTH, height: 2 * PAD + LINE * (title.length + under.length) });
    }
    for (const [place, edge] of edges.entries()) {
      const label = edge.label.slice(0, 3).flatMap((line) => lines(line, "600 13px", 168, 1));
      plan.setEdge(named(edge.from), named(edge.to), { edge, label, width: wide(label, "600 13px") + 8, height: LABEL_LINE * label.length + 4, labelpos: "c" }, String(place));
    }
    dagre.layout(plan);
    return plan;
  }

  // Through the middles of the straight pieces; the last one ends where the arrow begins.
  function curve(points) {
    const [first, ...rest] = points;
    let path = `M${first.x} ${first.y}`;
    for (const [place, point] of rest.entries()) {
      const next = rest[place + 1];
      path += next && rest[place + 2] ? `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`
        : next ? `Q${point.x} ${point.y} ${next.x} ${next.y}` : rest.length === 1 ? `L${point.x} ${point.y}` : "";
    }
    return path;
  }

  function drawEdge(svg, { edge, points }) {
    const group = shape(svg, "g", { class: edge.dashed ? "edge dashed" : "edge", "data-from": edge.from, "data-to": edge.to });
    shape(group, "title", {}, edge.tip);
    const width = edge.share === null ? 1.75 : 1 + 9 * edge.share, size = 7 + width * .7;
    const end = points.at(-1), before = points.at(-2);
    const far = Math.hypot(end.x - before.x, end.y - before.y) || 1;
    const [ux, uy] = [(end.x - before.x) / far, (end.y - before.y) / far];
    const neck = { x: end.x - ux * size, y: end.y - uy * size };
    shape(group, "path", { d: curve([...points.slice(0, -1), neck]), "stroke-width": width.toFixed(2) });
    shape(group, "polygon", { points: `${end.x},${end.y} ${neck.x - uy * size * .6},${neck.y + ux * size * .6} ${neck.x + uy * size * .6},${neck.y - ux * size * .6}` });
  }

  function drawLabel(svg, { edge, label, x, y }) {
    if (!label.length) return;
    const group = shape(svg, "g", { class: "label", "data-from": edge.from, "data-to": edge.to });
    shape(group, "title", {}, edge.tip);
    for (const [place, line] of label.entries()) {
      shape(group, "text", { x, y: y + LABEL_LINE * (place - (label.length - 1) / 2), "text-anchor": "middle", dy: ".35em" }, line);
    }
  }

  function drawNode(svg, { node, title, under, sign, x, y, width, height }) {
    const { key, kind, href } = node;
    const classes = ["node", kind, node.outcome, node.start && "start", node.at && "at", node.level && `l${node.level}`];
    const group = shape(svg, href ? "a" : "g", { class: classes.filter(Boolean).join(" "), "data-node": key, ...(href && { href, tabindex: -1 }) });
    shape(group, "title", {}, node.tip);
    const [left, top] = [x - width / 2, y - height / 2], round = kind === "ending" ? height / 2 : 8;
    shape(group, "rect", { class: "ground", x: left, y: top, width, height, rx: round });
    if (kind === "ending" && SIGNS[node.outcome]) {
      const at = { cx: left + 22, cy: y };
      shape(group, "circle", { class: "sign", ...at, r: 11 });
      shape(group, "path", { class: "sign", d: SIGNS[node.outcome], transform: `translate(${at.cx - 9} ${y - 9}) scale(.75)` });
    }
    const textLeft = left + PAD + 2 + (sign ? sign + 6 : 0), first = y - LINE * (title.length + under.length - 1) / 2;
    for (const [place, line] of title.entries()) shape(group, "text", { class: "title", x: textLeft, y: first + LINE * place, dy: ".35em" }, line);
    for (const line of under) shape(group, "text", { class: "under", x: textLeft, y: first + LINE * title.length, dy: ".35em" }, line);
    if (node.findings) {
      const at = { x: left + width - 4, y: top + 2 };
      shape(group, "circle", { class: "findings", cx: at.x, cy: at.y, r: 10 });
      shape(group, "text", { class: "findings", x: at.x, y: at.y, dy: ".35em", "text-anchor": "middle" }, node.findings);
    }
  }

  function drawn(said) {
    const plan = laidOut(said), { width = 0, height = 0 } = plan.graph();
    const svg = document.createElementNS(SVG, "svg");
    for (const [key, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
    Object.assign(svg, { natural: { width, height }, first: said.nodes.find((node) => node.at || node.start) });
    const edges = plan.edges().map((each) => plan.edge(each));
    for (const edge of edges) drawEdge(svg, edge);
    for (const key of plan.nodes()) drawNode(svg, plan.node(key));
    for (const edge of edges) drawLabel(svg, edge);
    svg.middle = svg.first && plan.node(named(svg.first.key));
    return svg;
  }

  function zoom(figure, scale) {
    const view = figure.querySelector("[data-graph-view]"), svg = view.querySelector("svg");
    const before = figure.scale ?? scale, middle = [view.scrollLeft + view.clientWidth / 2, view.scrollTop + view.clientHeight / 2];
    figure.scale = Math.min(2, Math.max(.2, scale));
    svg.setAttribute("width", Math.round(svg.natural.width * figure.scale));
    svg.setAttribute("height", Math.round(svg.natural.height * figure.scale));
    const grown = figure.scale / before;
    view.scrollTo(middle[0] * grown - view.clientWidth / 2, middle[1] * grown - view.clientHeight / 2);
  }

  const fitting = (figure, svg) => {
    const { clientWidth, clientHeight } = figure.querySelector("[data-graph-view]");
    return { wide: Math.min(1, clientWidth / svg.natural.width), whole: Math.min(1, clientWidth / svg.natural.width, Math.max(clientHeight, 240) / svg.natural.height) };
  };

  // Where one is, or where it begins, stands in the middle until the reader moves.
  function centre(figure) {
    const view = figure.querySelector("[data-graph-view]"), { middle } = view.querySelector("svg");
    if (middle) view.scrollTo(middle.x * figure.scale - view.clientWidth / 2, middle.y * figure.scale - view.clientHeight / 2);
  }

  function draw(figure) {
    const said = figure.dataset.graph, view = figure.querySelector("[data-graph-view]");
    const svg = drawn(JSON.parse(said)), last = kept.get(figure.id);
    view.replaceChildren(svg);
    figure.drawn = said;
    figure.querySelector("[data-graph-tools]").hidden = false;
    zoom(figure, figure.scale ?? last?.scale ?? Math.max(NARROWEST, fitting(figure, svg).wide));
    if (last) view.scrollTo(last.left, last.top);
    else centre(figure);
    view.onscroll = () => { if (figure.moved) kept.set(figure.id, { scale: figure.scale, left: view.scrollLeft, top: view.scrollTop }); };
    for (const name of ["wheel", "pointerdown", "keydown"]) view.addEventListener(name, () => { figure.moved = true; }, { passive: true });
  }

  const drawNew = () => { for (const figure of document.querySelectorAll("[data-graph]")) if (figure.drawn !== figure.dataset.graph) draw(figure); };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-graph-zoom]"), figure = button?.closest("[data-graph]");
    if (!figure) return;
    figure.moved = true;
    const svg = figure.querySelector("[data-graph-view] svg");
    zoom(figure, { in: figure.scale * STEP, out: figure.scale / STEP, fit: fitting(figure, svg).whole }[button.dataset.graphZoom]);
  });
  // The ways from and to a node stand out while the pointer is on it.
  for (const [name, isOn] of [["pointerover", true], ["pointerout", false]]) {
    document.addEventListener(name, ({ target }) => {
      const node = target.closest?.("[data-graph] [data-node]");
      if (!node) return;
      for (const way of node.ownerSVGElement.querySelectorAll("[data-from]")) {
        way.classList.toggle("near", isOn && [way.dataset.from, way.dataset.to].includes(node.dataset.node));
      }
    });
  }
  for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap"]) document.addEventListener(name, drawNew);
  addEventListener("resize", () => { for (const figure of document.querySelectorAll("[data-graph]")) if (figure.drawn && !figure.moved && !kept.has(figure.id)) centre(figure); });
  document.fonts.ready.then(drawNew);
}
