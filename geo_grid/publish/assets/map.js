// The folium map's own behaviour. Every text that comes from a file is set as text, never as markup.
"use strict";
function geoGridMap(map, layers, data) {
  const css = getComputedStyle(document.documentElement);
  const token = (name) => css.getPropertyValue(name).trim();
  const HUES = [0, 1, 2, 3, 4, 5].map((n) => token("--hue-" + n));
  const PIN_BELOW_PX = 8;
  const LISTED = 500;
  const LABELS = 400;
  let language = data.language;

  // --- words -------------------------------------------------------------------------------------------
  const say = (word) => data.words[language][word] || word;
  const number = (value, digits) =>
    new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", { maximumFractionDigits: digits }).format(value);
  function area(m2) {
    if (m2 >= 1e6) return number(m2 / 1e6, 2) + " km²";
    if (m2 >= 1e4) return number(m2 / 1e4, 2) + " " + say("map_hectare");
    if (m2 >= 10) return number(m2, 1) + " m²";
    return number(m2, 3) + " m²";
  }
  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  const levelName = (level) => say(level === null ? "map_grids" : "map_level_" + level);

  // --- grids -------------------------------------------------------------------------------------------
  for (const [name, z] of [["grids", 400], ["borders", 410], ["problems", 450], ["names", 460], ["pins", 620]]) {
    map.createPane(name).style.zIndex = z;
  }
  for (const name of ["borders", "names"]) map.getPane(name).style.pointerEvents = "none";
  const fillCanvas = L.canvas({ pane: "grids", padding: 0.3 });
  const lineCanvas = L.canvas({ pane: "borders", padding: 0.3 });
  // Level 1 has a pale casing under its line; the finer the level, the lighter the line.
  const LINES = {
    0: [{ color: token("--ink"), weight: 2, dashArray: "8 4" }],
    1: [{ color: token("--level-1-casing"), weight: 6, opacity: 0.9 }, { color: token("--level-1-line"), weight: 3 }],
    2: [{ color: token("--level-2-line"), weight: 2 }],
    3: [{ color: token("--level-3-line"), weight: 1 }],
  };
  LINES.upper = LINES[2];
  const shown = (entry) => map.hasLayer(entry.group);
  const names = {};
  for (const entry of layers) {
    entry.lines = L.layerGroup();
    entry.grids = [];
    entry.group.eachLayer((grid) => {
      const about = grid.feature.properties;
      entry.grids.push(grid);
      names[about.code] = about.name || about.code;
      grid.options.renderer = fillCanvas;
      grid.setStyle({ stroke: false, fillColor: HUES[about.hue], fillOpacity: 0 });
      for (const line of LINES[entry.level === null ? 3 : entry.level]) {
        entry.lines.addLayer(L.polygon(grid.getLatLngs(), { ...line, fill: false, interactive: false,
          smoothFactor: 0.5, renderer: lineCanvas, pane: "borders" }));
      }
      grid.bindPopup(() => gridPopup(about, entry.level));
    });
    entry.group.addTo(map);
  }
  // The finest level in view is tinted and answers clicks; the others show their borders only.
  function arrange() {
    const visible = layers.filter(shown);
    const finest = visible[visible.length - 1];
    for (const entry of layers) {
      if (shown(entry)) entry.lines.addTo(map); else entry.lines.remove();
    }
    for (const entry of [...visible].reverse()) entry.lines.eachLayer((line) => line.bringToFront());
    for (const entry of visible) {
      for (const grid of entry.grids) {
        grid.setStyle({ fillOpacity: entry === finest ? Number(token("--grid-fill")) : 0 });
        grid.bringToFront();
      }
    }
    labels();
  }
  function fact(list, word, value) {
    list.append(element("dt", "", say(word)), element("dd", "", value));
  }
  function gridPopup(about, level) {
    const box = element("div");
    box.append(element("div", "gg-pop-name", about.name || about.code), element("div", "gg-pop-code", about.code));
    const facts = element("dl", "gg-facts");
    fact(facts, "map_level", levelName(level));
    fact(facts, "map_area", area(about.area));
    if (about.parent !== null) {
      const parent = names[about.parent];
      fact(facts, "map_parent", parent && parent !== about.parent ? parent + "(" + about.parent + ")" : about.parent);
    }
    box.append(facts);
    for (const person of data.people[about.code] || []) box.append(personCard(person));
    return box;
  }
  function personCard(person) {
    const card = element("div", "gg-person");
    const name = (language === "en" && person.nameEn) || person.name || say("map_role_" + person.role);
    card.append(element("div", "gg-person-name", name));
    const about = [say("map_role_" + person.role), person.specialty, person.post].filter(Boolean);
    card.append(element("div", "gg-person-role", [...new Set(about)].join(" · ")));
    if (person.hours) card.append(element("div", "gg-person-role", person.hours));
    for (const number of person.numbers) {
      const call = element("a", "gg-call", number.shown);
      call.href = "tel:" + number.dialled;
      card.append(call);
    }
    return card;
  }

  // --- names on the map: only where they fit, never two in one place ------------------------------------
  const labelPane = map.getPane("names");
  function labels() {
    labelPane.replaceChildren();
    const visible = layers.filter(shown);
    const finest = visible[visible.length - 1];
    if (!finest) return;
    const view = map.getBounds();
    const wanted = [];
    for (const grid of finest.grids) {
      const about = grid.feature.properties;
      if (!view.contains([about.at[1], about.at[0]])) continue;
      const bounds = grid.getBounds();
      const size = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
      const text = about.name || about.code;
      let width = 4;
      for (const letter of text) width += letter.charCodeAt(0) > 0x2e7f ? 12.5 : 7;
      if (size.x >= width * 0.9 && size.y >= 18) wanted.push({ text, width, rank: size.x * size.y, at: map.latLngToLayerPoint([about.at[1], about.at[0]]) });
    }
    wanted.sort((a, b) => b.rank - a.rank);
    const placed = [];
    for (const one of wanted) {
      if (placed.length >= LABELS) break;
      if (placed.some((other) => Math.abs(other.at.x - one.at.x) < (other.width + one.width) / 2 && Math.abs(other.at.y - one.at.y) < 17)) continue;
      placed.push(one);
      const label = element("span", "gg-label", one.text);
      label.style.left = one.at.x + "px";
      label.style.top = one.at.y + "px";
      labelPane.append(label);
    }
  }

  // --- problems ----------------------------------------------------------------------------------------
  const DRAWN = ["overlap", "duplicate", "gap", "outside_parent", "unmatched_vertex"];
  const WARNINGS = ["empty", "multipart"];
  const look = (code) => "gg-" + (DRAWN.includes(code) ? code : WARNINGS.includes(code) ? "note" : "other");
  const shapeSvg = L.svg({ pane: "problems" });
  const pinSvg = L.svg({ pane: "pins" });
  const PIN = { renderer: pinSvg, pane: "pins", radius: 6, weight: 3, opacity: 1, fillOpacity: 1 };
  const pins = [];
  const shapes = {};
  function problemPopup(problem) {
    const box = element("div");
    box.append(element("div", "gg-pop-name", say("map_problem_" + problem.code)));
    const facts = element("dl", "gg-facts");
    fact(facts, "map_size", problem.area > 0 ? area(problem.area) : say("map_no_area"));
    if (problem.grids.length) fact(facts, "map_takes_part", problem.grids.map((code) => names[code] && names[code] !== code ? names[code] + "(" + code + ")" : code).join(language === "zh" ? "、" : ", "));
    if (problem.parent !== null) fact(facts, "map_parent", problem.parent);
    box.append(facts, element("p", "", problem.message[language]));
    const cure = element("p");
    cure.append(element("strong", "", say("map_cure") + (language === "zh" ? ":" : ": ")), say("map_cure_" + problem.code));
    box.append(cure);
    return box;
  }
  for (const entry of data.problemLayers) {
    const own = L.layerGroup();
    entry.group.eachLayer((shape) => {
      const index = shape.feature.properties.problem;
      const problem = data.problems[index];
      const popup = () => problemPopup(problem);
      (shapes[index] = shapes[index] || []).push(shape);
      const bounds = shape.getBounds ? shape.getBounds() : L.latLngBounds([shape.getLatLng(), shape.getLatLng()]);
      problem.bounds = problem.bounds ? problem.bounds.extend(bounds) : L.latLngBounds(bounds.getSouthWest(), bounds.getNorthEast());
      const isPoint = shape instanceof L.CircleMarker;
      const pin = isPoint ? shape : L.circleMarker(bounds.getCenter(), PIN);
      if (isPoint) shape.setRadius(PIN.radius);
      Object.assign(pin.options, PIN, { className: "gg-pin " + look(problem.code) });
      pin.bindPopup(popup);
      problem.pin = problem.pin || pin;
      if (isPoint) return;
      shape.options.renderer = shapeSvg;
      shape.options.className = look(problem.code);
      shape.bindPopup(popup);
      pins.push({ pin, bounds, own, always: problem.code === "unmatched_vertex" });
    });
    entry.group.addLayer(own);
    entry.group.addTo(map);
  }
  // A fault smaller than 8 px cannot be seen: it gets a pin, at every zoom.
  function refreshPins() {
    for (const { pin, bounds, own, always } of pins) {
      const size = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
      if (always || Math.max(size.x, size.y) < PIN_BELOW_PX) own.addLayer(pin); else own.removeLayer(pin);
    }
  }
  let chosen = [];
  function choose(problem) {
    for (const path of chosen) path && path.classList.remove("gg-chosen");
    for (const entry of data.problemLayers) if (entry.code === problem.code) entry.group.addTo(map);
    if (!problem.bounds) return;
    map.fitBounds(problem.bounds.pad(0.6), { ...panelPadding(), maxZoom: 23, animate: false });
    refreshPins();
    chosen = (shapes[problem.index] || []).map((shape) => shape.getElement && shape.getElement());
    for (const path of chosen) path && path.classList.add("gg-chosen");
    const bearer = map.hasLayer(problem.pin) ? problem.pin : (shapes[problem.index] || [])[0];
    if (bearer && bearer.openPopup) bearer.openPopup();
  }

  // --- panel -------------------------------------------------------------------------------------------
  const panel = document.querySelector(".gg-panel");
  const narrow = () => window.innerWidth <= 640;
  const panelPadding = () => narrow()
    ? { paddingTopLeft: [16, 16], paddingBottomRight: [16, panel.offsetHeight + 16] }
    : { paddingTopLeft: [panel.offsetWidth + 32, 24], paddingBottomRight: [24, 24] };
  function list() {
    const lines = panel.querySelector(".gg-list");
    lines.replaceChildren();
    for (const problem of data.problems.slice(0, LISTED)) {
      const line = element("button");
      line.type = "button";
      line.append(swatch(problem.code), element("span", "", say("map_problem_" + problem.code)),
        element("span", "gg-size", problem.area > 0 ? area(problem.area) : ""),
        element("span", "gg-message", problem.message[language]));
      line.disabled = !problem.bounds;
      line.addEventListener("click", () => choose(problem));
      const item = element("li");
      item.append(line);
      lines.append(item);
    }
    const rest = data.problems.length - LISTED;
    panel.querySelector(".gg-more").textContent = rest > 0 ? say("map_more").replace("{count}", number(rest, 0)) : "";
  }
  function swatch(code) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "gg-swatch");
    svg.setAttribute("viewBox", "0 0 20 14");
    svg.setAttribute("aria-hidden", "true");
    const ring = code === "unmatched_vertex" || !DRAWN.includes(code);
    const shape = document.createElementNS("http://www.w3.org/2000/svg", ring ? "circle" : "rect");
    for (const [name, value] of Object.entries(ring ? { cx: 10, cy: 7, r: 5 } : { x: 1, y: 1, width: 18, height: 12 })) shape.setAttribute(name, value);
    shape.setAttribute("class", look(code));
    svg.append(shape);
    return svg;
  }
  function levelSwatch(level) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "gg-swatch");
    svg.setAttribute("viewBox", "0 0 20 14");
    svg.setAttribute("aria-hidden", "true");
    for (const line of LINES[level === null ? 3 : level]) {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      for (const [name, value] of Object.entries({ d: "M0 7H20", stroke: line.color, "stroke-width": line.weight, fill: "none", "stroke-dasharray": line.dashArray || "" })) path.setAttribute(name, value);
      svg.append(path);
    }
    return svg;
  }
  function counts() {
    const body = panel.querySelector(".gg-levels tbody");
    body.replaceChildren();
    for (const entry of layers) {
      const row = element("tr");
      const head = element("th", "", levelName(entry.level));
      head.scope = "row";
      row.append(head, element("td", "", say("map_count").replace("{count}", number(entry.count, 0))), element("td", "", area(entry.area)));
      body.append(row);
    }
  }
  // The layer switches are the legend: each stands beside the mark it switches. On a phone it starts folded.
  function fillLegend() {
    const control = map.getContainer().querySelector(".leaflet-control-layers");
    if (!control.querySelector(".gg-fold")) {
      const fold = element("button", "gg-fold");
      fold.type = "button";
      fold.dataset.word = "map_legend";
      const turn = (open) => {
        control.classList.toggle("gg-folded", !open);
        fold.setAttribute("aria-expanded", String(open));
      };
      fold.addEventListener("click", () => turn(control.classList.contains("gg-folded")));
      control.prepend(fold);
      turn(!narrow());
    }
    for (const place of control.querySelectorAll("[data-level]:empty")) place.append(levelSwatch(JSON.parse(place.dataset.level)));
    for (const place of control.querySelectorAll("[data-problem]:empty")) place.append(swatch(place.dataset.problem));
    for (const place of control.querySelectorAll("[data-word]")) place.textContent = say(place.dataset.word);
  }

  function speak() {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    for (const part of document.querySelectorAll("[data-word]")) part.textContent = say(part.dataset.word);
    panel.setAttribute("aria-label", say("map_panel"));
    const verdict = panel.querySelector(".gg-verdict");
    const count = data.problems.filter((problem) => problem.severity === "error").length;
    verdict.hidden = !data.proved;
    verdict.className = "gg-verdict " + (data.ok ? "gg-ok" : "gg-bad");
    verdict.textContent = data.ok ? say("map_tiled") : say("map_faults").replace("{count}", number(count, 0));
    panel.querySelector(".gg-section").hidden = data.problems.length === 0;
    panel.classList.toggle("gg-short", data.problems.length === 0);
    counts();
    list();
    fillLegend();
    labels();
    map.closePopup();
  }
  panel.querySelector(".gg-lang").addEventListener("click", () => {
    language = language === "zh" ? "en" : "zh";
    speak();
  });
  L.DomEvent.disableClickPropagation(panel).disableScrollPropagation(panel);

  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  map.attributionControl.setPrefix("Leaflet");
  speak();
  map.on("overlayadd overlayremove", () => {
    fillLegend(); // Leaflet may have written the switches anew
    arrange();
  });
  map.on("moveend", labels);
  map.on("zoomend", refreshPins);
  if (data.bounds) map.fitBounds(data.bounds, { ...panelPadding(), animate: false });
  arrange();
  refreshPins();
  map.getContainer().dataset.ready = "yes";
}
