"use strict";
(() => {
  // The data: strings are numbers in a table of all, 0 is none. Everything from it is put into the page as text and never as markup.
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = (n) => data.strings[n];
  const people = data.people.map(([id, action, reason, rows]) => ({ id: text(id), action: text(action), reason: text(reason), rows }));
  const collator = new Intl.Collator("en", { numeric: true });
  const most = 500; // rows of a table at once

  const element = (name, properties, ...children) => {
    const e = Object.assign(document.createElement(name), properties);
    e.append(...children);
    return e;
  };

  // A person's value for a target, as the card has it. A row is target, old, new, why, and twice: expression, explanation.
  const row = (person, target) => person.rows.find((r) => r[0] === target);

  const columns = (target) => target
    ? [["Who", (p) => p.id], ["Action", (p) => p.action], [data.was, (p) => text((row(p, target) || [])[1] || 0)],
      [data.becomes, (p) => text((row(p, target) || [])[2] || 0)], ["Why", (p) => text((row(p, target) || [])[3] || 0)]]
    : [["Who", (p) => p.id], ["Action", (p) => p.action], ["Why", (p) => p.reason], ["Attributes", (p) => p.rows.map((r) => text(r[0])).join(", ")]];

  // card opens the card of a person. Focus returns to what opened it, which the browser does for dialogs.
  const dialog = document.getElementById("card");
  const card = (person) => {
    const body = element("tbody");
    for (const [target, was, becomes, why, ...sources] of person.rows) {
      const cell = element("td", {}, text(why));
      for (let k = 0; k < 2; k++) {
        const [source, explained] = sources.slice(2 * k, 2 * k + 2);
        if (!source) continue;
        cell.append(element("div", { className: "side" }, data.sides[k]), element("pre", {}, explained ? text(explained) : text(source)));
      }
      body.append(element("tr", {}, element("th", { scope: "row" }, text(target)), value(was), value(becomes), cell));
    }
    const close = element("button", { type: "button", autofocus: true, onclick: () => dialog.close() }, "Close");
    dialog.replaceChildren(
      element("header", {}, element("h2", { id: "card-title" }, person.id), close),
      element("p", {}, person.action + (person.reason ? ": " + person.reason : "")),
      person.rows.length
        ? element("table", {}, element("thead", {}, element("tr", {}, ...["Attribute", data.was, data.becomes, "Why, and how it is made"].map((name) => element("th", { scope: "col" }, name)))), body)
        : element("p", { className: "hint" }, "No attribute is written."));
    dialog.showModal();
  };
  const value = (n) => n ? element("td", {}, text(n)) : element("td", { className: "nothing" }, "nothing");

  // table fills the place of a group with its people: searched and sorted by any column.
  const table = (place, members, target, label) => {
    const cells = columns(target);
    const all = members.map((p) => ({ person: p, cells: cells.map(([, of]) => of(p)) }));
    for (const one of all) one.found = one.cells.join("\n").toLowerCase();
    let sorted = -1, down = false;
    const body = element("tbody");
    const status = element("span", { className: "hint", role: "status" });
    const search = element("input", { type: "search", oninput: () => show() });
    const heads = cells.map(([name], k) => element("th", { scope: "col" }, element("button", { type: "button", onclick: () => {
      down = sorted === k && !down;
      sorted = k;
      show();
    } }, name)));
    const show = () => {
      const wanted = search.value.toLowerCase();
      const rows = all.filter((one) => one.found.includes(wanted));
      if (sorted >= 0) rows.sort((a, b) => collator.compare(a.cells[sorted], b.cells[sorted]) * (down ? -1 : 1));
      heads.forEach((head, k) => head.setAttribute("aria-sort", k !== sorted ? "none" : down ? "descending" : "ascending"));
      body.replaceChildren(...rows.slice(0, most).map((one) => element("tr", {}, ...one.cells.map((c, k) => element("td", {},
        k === 0 ? element("button", { type: "button", onclick: () => card(one.person) }, c || "(no ID)") : c)))));
      status.textContent = rows.length + " of " + all.length + " rows" + (rows.length > most ? ", the first " + most + " shown: search for the others" : "");
    };
    const tools = element("div", { className: "tools" }, element("label", {}, "Search ", search), status);
    const grid = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
    grid.setAttribute("aria-label", label);
    show();
    place.append(tools, grid);
  };

  for (const group of document.querySelectorAll("details.group")) {
    group.addEventListener("toggle", () => {
      const place = group.querySelector(".people");
      if (!group.open || place.querySelector("table")) return;
      const known = group.dataset.group === "all" ? { people: people.map((_, k) => k), target: 0 } : data.groups[group.dataset.group];
      if (known.people.length > 0) table(place, known.people.map((k) => people[k]), known.target, [...group.querySelectorAll("summary > span")].map((part) => part.textContent).join(" "));
    });
  }
})();
