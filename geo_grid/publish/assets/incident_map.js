// The behaviour of the map of incidents. Every text that comes from outside is set as text, never as markup.
"use strict";
function incidentMap(map, layers, data) {
  const css = getComputedStyle(document.documentElement);
  const token = (name) => css.getPropertyValue(name).trim();
  const LISTED = 300;
  const FRAME_MS = 250;
  const DAY_MS = 86400000;
  let language = data.language;
  const say = (word) => data.words[language][word] || word;
  const number = (value) => new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en").format(value);
  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // --- borders ------------------------------------------------------------------------------------------
  const LINES = {
    0: { color: token("--ink"), weight: 2, dashArray: "8 4" },
    1: { color: token("--level-1-line"), weight: 3 },
    2: { color: token("--level-2-line"), weight: 2 },
    3: { color: token("--level-3-line"), weight: 1 },
  };
  const ground = L.canvas({ padding: 0.3 });
  for (const entry of [...layers].reverse()) {
    entry.group.eachLayer((grid) => {
      grid.options.renderer = ground;
      grid.options.interactive = false;
      grid.setStyle({ ...LINES[entry.level], fill: false });
    });
    entry.group.addTo(map);
  }

  // --- incidents ----------------------------------------------------------------------------------------
  map.createPane("incidents").style.zIndex = 500;
  const dots = L.canvas({ pane: "incidents", padding: 0.3, tolerance: 6 });
  const colour = (incident) => token(incident.open ? "--status-open" : "--status-verified");
  const off = new Set();
  const days = Math.round((Date.parse(data.last) - Date.parse(data.first)) / DAY_MS);
  const dayOf = (text) => Math.round((Date.parse(text) - Date.parse(data.first)) / DAY_MS);
  let day = days;
  const group = L.layerGroup().addTo(map);
  for (const incident of data.incidents) {
    incident.from = dayOf(incident.reported);
    incident.until = incident.closed === null ? Infinity : dayOf(incident.closed);
    incident.dot = L.circleMarker(incident.at, { renderer: dots, pane: "incidents", radius: 6, weight: 2,
      color: token("--paper-raised"), fillOpacity: 0.9 });
    incident.dot.bindPopup(() => popup(incident));
  }
  // On a day of the past an incident that has ended since then was still open.
  const wasOpen = (incident) => incident.open || incident.until > day;
  const kind = (incident) => (day === days ? incident.state : wasOpen(incident) ? "open" : "closed");
  const shown = (incident) => incident.from <= day && !off.has(wasOpen(incident) ? "open" : "closed");
  function draw() {
    let visible = 0;
    for (const incident of data.incidents) {
      if (shown(incident)) {
        visible += 1;
        incident.dot.setStyle({ fillColor: token(wasOpen(incident) ? "--status-open" : "--status-verified") });
        if (!group.hasLayer(incident.dot)) group.addLayer(incident.dot);
      } else group.removeLayer(incident.dot);
    }
    panel.querySelector(".gi-day").textContent = dated(new Date(Date.parse(data.first) + day * DAY_MS).toISOString().slice(0, 10));
    panel.querySelector(".gi-heading").textContent = say(visible ? "total" : "nothing").replace("{count}", number(visible));
    for (const which of ["open", "closed"]) {
      const count = data.incidents.filter((each) => each.from <= day && (wasOpen(each) ? "open" : "closed") === which).length;
      panel.querySelector(`[data-count="${which}"]`).textContent = number(count);
    }
    list();
  }
  const dated = (text) => new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(text));
  const stateOf = (incident) => (day === days ? data.states[language][incident.state] || incident.state : say(kind(incident)));
  function fact(facts, word, value) {
    facts.append(element("dt", "", say(word)), element("dd", "", value));
  }
  function popup(incident) {
    const box = element("div");
    box.append(element("div", "gg-pop-name", incident.category[language]), element("div", "gg-pop-code", incident.number));
    const facts = element("dl", "gg-facts");
    fact(facts, "state", stateOf(incident));
    if (incident.place) fact(facts, "place", incident.place);
    if (incident.grid) fact(facts, "grid", incident.grid[1] || incident.grid[0]);
    fact(facts, "reported", dated(incident.reported));
    if (!wasOpen(incident)) fact(facts, "closed", dated(incident.closed || incident.reported));
    box.append(facts);
    return box;
  }

  // --- panel --------------------------------------------------------------------------------------------
  const panel = document.querySelector(".gg-panel");
  const narrow = () => window.innerWidth <= 640;
  const padding = () => narrow()
    ? { paddingTopLeft: [16, 16], paddingBottomRight: [16, panel.offsetHeight + 16] }
    : { paddingTopLeft: [panel.offsetWidth + 32, 24], paddingBottomRight: [24, 24] };
  const choices = panel.querySelector(".gi-choices");
  for (const which of ["open", "closed"]) {
    const label = element("label");
    const box = element("input");
    box.type = "checkbox";
    box.checked = true;
    const dot = element("span", "gi-dot");
    dot.style.background = colour({ open: which === "open" });
    const word = element("span");
    word.dataset.word = which;
    const count = element("span", "gi-count");
    count.dataset.count = which;
    label.append(box, dot, word, count);
    box.addEventListener("change", () => {
      if (box.checked) off.delete(which); else off.add(which);
      draw();
    });
    choices.append(label);
  }
  function list() {
    const lines = panel.querySelector(".gi-list");
    lines.replaceChildren();
    const visible = data.incidents.filter(shown);
    for (const incident of visible.slice(0, LISTED)) {
      const line = element("button");
      line.type = "button";
      const dot = element("span", "gi-dot");
      dot.style.background = colour({ open: wasOpen(incident) });
      const about = [stateOf(incident), incident.place, incident.grid && (incident.grid[1] || incident.grid[0])].filter(Boolean);
      line.append(dot, element("span", "", incident.category[language]), element("span", "gg-size", dated(incident.reported)),
        element("span", "gg-message", about.join(" · ")));
      line.addEventListener("click", () => {
        map.setView(incident.at, Math.max(map.getZoom(), 17), { animate: false });
        incident.dot.openPopup();
      });
      const item = element("li");
      item.append(line);
      lines.append(item);
    }
    const rest = visible.length - LISTED;
    panel.querySelector(".gg-more").textContent = rest > 0 ? say("more").replace("{count}", number(rest)) : "";
  }
  const slider = panel.querySelector("#gi-day");
  slider.max = String(days);
  slider.value = String(days);
  panel.querySelector(".gi-time").hidden = days === 0;
  const set = (value) => {
    day = value;
    slider.value = String(value);
    map.closePopup();
    draw();
  };
  slider.addEventListener("input", () => set(Number(slider.value)));
  const play = panel.querySelector(".gi-play");
  let playing = 0;
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    play.setAttribute("aria-pressed", "false");
  };
  play.addEventListener("click", () => {
    if (playing) return stop();
    play.setAttribute("aria-pressed", "true");
    if (day === days) set(0);
    playing = setInterval(() => (day < days ? set(day + 1) : stop()), FRAME_MS);
  });
  function speak() {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = data.title[language];
    panel.querySelector(".gg-title").textContent = data.title[language];
    for (const part of document.querySelectorAll("[data-word]")) part.textContent = say(part.dataset.word);
    panel.setAttribute("aria-label", say("panel"));
    map.closePopup();
    draw();
  }
  panel.querySelector(".gg-lang").addEventListener("click", () => {
    language = language === "zh" ? "en" : "zh";
    speak();
  });
  L.DomEvent.disableClickPropagation(panel).disableScrollPropagation(panel);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  map.attributionControl.setPrefix("Leaflet");
  speak();
  if (data.bounds) map.fitBounds(data.bounds, { ...padding(), animate: false });
  map.getContainer().dataset.ready = "yes";
}
