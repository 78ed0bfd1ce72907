// Runs the script of a register's page over a document of its own, as far as the script asks one; prints what is shown.
// Called with the page and steps: search=WORDS, COLUMN=CHOICE, sort=VALUE, lacking.
"use strict";
const fs = require("fs");
const page = fs.readFileSync(process.argv[2], "utf8");
const plain = (text) => text.replace(/&quot;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&#x27;/g, "'")
  .replace(/&amp;/g, "&");

function element(attributes, text) {
  return {
    attributes, hidden: "hidden" in attributes, textContent: text || "", value: "", checked: false, children: [], heard: {},
    getAttribute(name) { return name in this.attributes ? this.attributes[name] : null; },
    hasAttribute(name) { return name in this.attributes; },
    addEventListener(name, listener) { this.heard[name] = listener; },
    appendChild(child) { this.children = this.children.filter((one) => one !== child).concat(child); },
    querySelectorAll() { return this.found; },
  };
}

const rows = [...page.matchAll(/<article ([^>]*)>([\s\S]*?)<\/article>/g)].map((match) => {
  const attributes = {};
  for (const one of match[1].matchAll(/([a-z0-9-]+)(?:="([^"]*)")?/g)) { attributes[one[1]] = plain(one[2] || ""); }
  return element(attributes, plain(match[2].replace(/<[^>]+>/g, " ")));
});
const list = element({}), form = element({hidden: ""});
list.children = rows.slice();
list.found = rows;
form.found = [...page.matchAll(/<select id="(f\d+)" data-column="(\d+)"/g)].map((one) => element({"data-column": one[2]}));
const known = {
  choose: form, rows: list, told: element({"data-words": page.match(/data-words="([^"]*)"/)[1]}), search: element({}),
  sort: element({}), lacking: page.includes('id="lacking"') ? element({}) : null,
};
known.sort.value = page.match(/<select id="sort"[^>]*><option value="([^"]*)"/)[1];
global.document = {getElementById: (id) => known[id]};
eval(page.split("<script>")[1].split("</script>")[0]);

for (const step of process.argv.slice(3)) {
  const [what, value] = step.split("=");
  if (what === "search") { known.search.value = value; }
  else if (what === "sort") { known.sort.value = value; }
  else if (what === "lacking") { known.lacking.checked = true; }
  else { form.found.find((one) => one.attributes["data-column"] === what).value = value; }
  form.heard.change();
}
const shown = list.children.filter((row) => !row.hidden).map((row) => row.attributes["data-number"]);
console.log(JSON.stringify({told: known.told.textContent, shown, hidden: form.hidden}));
