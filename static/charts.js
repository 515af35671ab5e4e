// Charts, drawn by ECharts from what the server says: <div class="enc-chart" data-chart="event-study"
// data-from="#id-of-the-json">. Colours come from the tokens, so night and day need no second option set.
// Every chart has the same as a table below it; without script the table is all there is.
{
  const probe = document.body.appendChild(Object.assign(document.createElement("i"), { hidden: true }));
  const ink = (token) => { probe.style.color = `var(--enc-${token})`; return getComputedStyle(probe).color; };
  const face = () => getComputedStyle(document.body).fontFamily;
  const text = (size = 12) => ({ fontFamily: face(), fontSize: size, color: ink("ink-2") });
  const narrow = () => innerWidth < 700;
  const line = (x1, y1, x2, y2, stroke, lineWidth = 2, lineDash) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth, lineDash } });

  // A number of the axis as the page writes numbers: true minus, and in English no nought before the point.
  function numbers({ decimals, isSigned = true }) {
    const language = document.documentElement.lang;
    const format = new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return (value) => {
      const size = format.format(Math.abs(value));
      if (!Number(Math.abs(value).toFixed(decimals))) return "0";
      const short = language.startsWith("en") && decimals === 2 ? size.replace(/^0/, "") : size;
      return `${value < 0 ? "−" : isSigned ? "+" : ""}${short}`;
    };
  }

  const shared = (said) => ({
    aria: { enabled: true, label: { description: said.label } },
    animation: false,
    textStyle: text(),
    tooltip: { trigger: "item", renderMode: "html", appendTo: "body", backgroundColor: ink("surface"), borderColor: ink("edge"), textStyle: { ...text(13), color: ink("ink") }, formatter: ({ data }) => data?.text ?? "" },
  });
  const zero = (axis) => ({ [axis]: 0, lineStyle: { color: ink("ink"), width: 1.5, type: "solid" }, label: { show: false } });
  const worth = (axis, said, label) => said.worth === null ? [] : [{ [axis]: said.worth, lineStyle: { color: ink("edge"), width: 1.5, type: [3, 4] }, label: { ...text(), formatter: said.worthLabel, position: "end", distance: 6, show: label } }];

  // One interval: thin line lo-hi, box strict-generous, mark at the middle. Row: [lo, hi, strict, generous, place].
  function intervalMark(colour, { upright = false } = {}) {
    return (params, api) => {
      const [lo, hi, a, b] = [0, 1, 2, 3].map((i) => api.value(i)), place = api.value(4), hue = colour(place);
      const at = (v) => (upright ? api.coord([place, v]) : api.coord([v, place]));
      const [p, q, s, g, m] = [lo, hi, a, b, (a + b) / 2].map(at);
      const box = upright ? { x: m[0] - 11, y: Math.min(s[1], g[1]), width: 22, height: Math.max(3, Math.abs(s[1] - g[1])) } : { x: Math.min(s[0], g[0]), y: m[1] - 9, width: Math.max(3, Math.abs(g[0] - s[0])), height: 18 };
      const children = [line(p[0], p[1], q[0], q[1], hue, 3)];
      if (a !== b) children.push({ type: "rect", shape: box, style: { fill: ink("surface") } }, { type: "rect", shape: box, style: { fill: hue, opacity: .22, stroke: hue } }, { type: "rect", shape: box, style: { fill: "none", stroke: hue, lineWidth: 2 } });
      children.push({ type: "circle", shape: { cx: m[0], cy: m[1], r: 5.5 }, style: { fill: hue } });
      return { type: "group", children };
    };
  }

  // Shown, not used: hollow and dashed.
  function hollowMark() {
    return (params, api) => {
      const [x, y] = api.coord([api.value(4), api.value(2)]), up = api.coord([0, api.value(1)])[1], down = api.coord([0, api.value(0)])[1];
      return { type: "group", children: [line(x, up, x, down, ink("fragile"), 1.5, [3, 3]), { type: "circle", shape: { cx: x, cy: y, r: 5 }, style: { fill: ink("fragile-soft"), stroke: ink("fragile"), lineWidth: 1.5 } }] };
    };
  }

  const asRow = (point, place) => ({ value: [point.low, point.high, point.strict ?? point.effect, point.generous ?? point.effect, place], text: point.text });

  // Before being assigned, the selection zone, after completing: three stretches on one axis of weeks.
  function eventStudy(said) {
    const places = said.points.map((point, place) => [point, place]);
    const rows = (stretch) => places.filter(([point]) => point.stretch === stretch && point.effect !== null).map(([point, place]) => asRow(point, place));
    const spans = said.stretches.map((stretch) => {
      const [first, last] = [places.findIndex(([point]) => point.stretch === stretch.key), places.findLastIndex(([point]) => point.stretch === stretch.key)];
      return { ...stretch, first, last };
    }).filter((span) => span.first >= 0);
    const words = (x, y, said, colour, weight = 600) => ({ type: "text", x, y, style: { text: said, fill: ink(colour), font: `${weight} 12px ${face()}`, align: "center", lineHeight: 16 } });
    const ground = (params, api) => {
      const band = api.size([1, 0])[0], left = api.coord([0, 0])[0] - band / 2, { y, height } = params.coordSys;
      const children = [];
      for (const span of spans) {
        const x = left + span.first * band, width = (span.last - span.first + 1) * band, isZone = span.key === "zone";
        if (isZone) children.push({ type: "rect", shape: { x, y, width, height }, style: { fill: ink("fragile-soft") } });
        children.push(words(x + width / 2, y + height + 30, narrow() ? span.short : span.name, isZone ? "fragile" : "ink"));
      }
      return { type: "group", children };
    };
    const zone = spans.find((span) => span.key === "zone");
    const zoneWords = (params, api) => {
      const band = api.size([1, 0])[0], x = api.coord([zone.first, 0])[0] + (zone.last - zone.first) * band / 2;
      const shown = words(x, params.coordSys.y + 6, narrow() ? said.zoneShort : said.zoneWords, "fragile");
      Object.assign(shown.style, { backgroundColor: ink("fragile-soft"), padding: [4, 2] });
      return { type: "group", children: [shown] };
    };
    const upright = (token) => intervalMark(() => ink(token), { upright: true });
    return {
      ...shared(said),
      grid: { left: 8, right: narrow() ? 4 : 92, top: 12, bottom: 34, containLabel: true },
      xAxis: { type: "category", data: said.points.map((point) => (narrow() ? point.short : point.label)), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...text(narrow() ? 11 : 12), interval: 0 } },
      yAxis: { type: "value", min: said.min, max: said.max, interval: said.step, axisLabel: { ...text(), formatter: numbers(said) }, splitLine: { lineStyle: { color: ink("line") } } },
      series: [
        { type: "custom", data: [[0, 0]], silent: true, z: 0, clip: false, renderItem: ground, encode: { x: 0 } },
        { type: "custom", data: rows("leads"), renderItem: upright("none"), clip: true, encode: { x: 4, y: [0, 1] }, markLine: { silent: true, symbol: "none", data: [zero("yAxis"), ...worth("yAxis", said, !narrow())] } },
        { type: "custom", data: rows("zone"), renderItem: hollowMark(), clip: true, encode: { x: 4, y: [0, 1] } },
        { type: "custom", data: rows("curve"), renderItem: upright(said.mark), clip: true, encode: { x: 4, y: [0, 1] } },
        ...(zone ? [{ type: "custom", data: [[0, 0]], silent: true, z: 5, renderItem: zoneWords, encode: { x: 0 } }] : []),
      ],
    };
  }

  // The headline and the same question asked in other ways, one below the other.
  function robustness(said) {
    return {
      ...shared(said),
      grid: { left: 4, right: 16, top: 8, bottom: 22, containLabel: true },
      yAxis: { type: "category", data: said.rows.map((row) => row.name), inverse: true, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...text(13), color: ink("ink"), width: narrow() ? 104 : 190, overflow: "break", lineHeight: 16 } },
      xAxis: { type: "value", min: said.min, max: said.max, interval: said.step, axisLabel: { ...text(), formatter: numbers(said), hideOverlap: true }, splitLine: { lineStyle: { color: ink("line") } } },
      series: [{ type: "custom", clip: true, data: said.rows.map(asRow), renderItem: intervalMark((row) => ink(row === 0 ? said.mark : "none")), encode: { y: 4, x: [0, 1] }, markLine: { silent: true, symbol: "none", data: [zero("xAxis"), ...worth("xAxis", said, false)] } }],
    };
  }

  // A course over weeks: means with their interval where one is known, a gap where there is too little to say,
  // and upright lines with a word where something happened. A point with a url opens it.
  function course(said) {
    const points = said.points.map((point, place) => [point, place]).filter(([point]) => point.mean !== null);
    const whisker = (params, api) => line(...api.coord([api.value(0), api.value(1)]), ...api.coord([api.value(0), api.value(2)]), ink("edge"), 2);
    const shown = (index) => index % Math.ceil(said.points.length / (narrow() ? 4 : 10)) === 0;
    return {
      ...shared(said),
      grid: { left: 8, right: narrow() ? 12 : 24, top: 28, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: said.points.map((point) => point.label), axisLine: { lineStyle: { color: ink("edge") } }, axisTick: { show: false }, axisLabel: { ...text(), interval: shown } },
      yAxis: { type: "value", min: said.min, max: said.max, interval: said.step, axisLabel: { ...text(), formatter: numbers({ ...said, isSigned: false }) }, splitLine: { lineStyle: { color: ink("line") } } },
      series: [
        { type: "custom", silent: true, clip: true, renderItem: whisker, encode: { x: 0, y: [1, 2] }, data: points.filter(([point]) => point.low !== null && point.low !== undefined).map(([point, place]) => [place, point.low, point.high]) },
        { type: "line", connectNulls: false, symbol: "circle", symbolSize: 7, lineStyle: { color: ink("ink-2"), width: 2 }, itemStyle: { color: ink("ink-2") }, data: said.points.map((point) => ({ value: point.mean ?? "-", text: point.text, url: point.url })),
          markLine: { silent: true, symbol: "none", data: said.marks.map((mark) => ({ xAxis: mark.place, lineStyle: { color: ink("ink"), width: 1.5, type: [4, 3] }, label: { ...text(), color: ink("ink"), formatter: narrow() || said.marks.length > 2 ? mark.count : mark.short, position: "end", distance: 4 } })) } },
      ],
    };
  }

  const KINDS = { "event-study": eventStudy, robustness, course };
  const drawn = [...document.querySelectorAll("[data-chart]")].map((place) => {
    const said = JSON.parse(document.querySelector(place.dataset.from).textContent);
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.on("click", ({ data }) => { if (data?.url) location.assign(data.url); });
    return { chart, said, option: KINDS[place.dataset.chart] };
  });
  const draw = () => { for (const { chart, said, option } of drawn) { chart.resize(); chart.setOption(option(said), true); } };
  document.fonts.ready.then(draw);
  draw();
  addEventListener("resize", draw);
  document.addEventListener("themechange", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  // A choice made elsewhere, or by whoever takes pictures, turns the page as well.
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
