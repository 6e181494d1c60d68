// A SCIM server for tests: users with the enterprise extension, and groups, in memory, or in the file that the third argument names, so that
// they outlive the process. Arguments: port (0 is a free one), bearer token, file.
// Express is of version 4: with version 5 scimmy-routers 1.3.2 does not see startIndex and count, so that every page has everything.
import express from "express";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const [port, token, file] = process.argv.slice(2);
let serial = 0;
const stored = { User: new Map(), Group: new Map() };
if (existsSync(file)) {
  for (const line of readFileSync(file, "utf8").split("\n").slice(0, -1)) { // what comes after the last line break was being written
    const { name, id, resource } = JSON.parse(line);
    serial = Math.max(serial, Number(id));
    if (resource) stored[name].set(id, resource); else stored[name].delete(id);
  }
}
const log = (change) => { if (file) appendFileSync(file, JSON.stringify(change) + "\n"); };

// RFC 7643 section 7 has canonical values as suggestions, and section 4.1.2 has none for roles; SCIMMY takes its empty list as "nothing allowed".
const free = (definition) => {
  for (const a of definition.attributes) {
    if (a.config?.canonicalValues !== undefined) a.config.canonicalValues = false;
    if (Array.isArray(a.subAttributes)) free({ attributes: a.subAttributes });
  }
};
free(SCIMMY.Schemas.User.definition);

// Resources are found by their unique attribute through an index, as any real server has one; whatever else is asked looks at all of them.
const serve = (Resource, name, key) => {
  const db = stored[name];
  const names = new Map([...db].map(([id, r]) => [r[key].toLowerCase(), id]));
  const candidates = (filter) => {
    const wanted = [...filter].map((f) => Object.keys(f).length === 1 && f[key]?.[0] === "eq" && typeof f[key][1] === "string" ? f[key][1].toLowerCase() : undefined);
    if (wanted.includes(undefined)) return [...db.values()];
    return wanted.filter((w) => names.has(w)).map((w) => db.get(names.get(w)));
  };
  const found = (id) => {
    if (!db.has(id)) throw new SCIMMY.Types.Error(404, null, "not found");
    return db.get(id);
  };
  Resource
    .ingress(async (resource, instance) => {
      const before = resource.id ? found(resource.id) : undefined, wanted = instance[key].toLowerCase();
      if ((names.get(wanted) ?? resource.id) !== resource.id) throw new SCIMMY.Types.Error(409, "uniqueness", `${key} is taken`);
      const id = resource.id ?? String(++serial), now = new Date().toISOString();
      const after = { ...JSON.parse(JSON.stringify(instance)), id, meta: { created: before?.meta.created ?? now, lastModified: now } };
      log({ name, id, resource: after });
      if (before) names.delete(before[key].toLowerCase());
      names.set(wanted, id);
      db.set(id, after);
      return after;
    })
    .egress(async (resource) => {
      if (resource.id) return found(resource.id);
      return resource.filter ? resource.filter.match(candidates(resource.filter)) : [...db.values()];
    })
    .degress(async (resource) => {
      const before = found(resource.id);
      log({ name, id: resource.id });
      names.delete(before[key].toLowerCase());
      db.delete(resource.id);
    });
};
SCIMMY.Resources.declare(SCIMMY.Resources.User).extend(SCIMMY.Schemas.EnterpriseUser, false);
serve(SCIMMY.Resources.User, "User", "userName");
SCIMMY.Resources.declare(SCIMMY.Resources.Group);
serve(SCIMMY.Resources.Group, "Group", "displayName");

const app = express();
app.use("/scim", new SCIMMYRouters({
  type: "bearer",
  handler: (request) => {
    if (request.header("Authorization") !== `Bearer ${token}`) throw new Error("wrong token");
    return "client";
  },
}));
const listener = app.listen(Number(port), "127.0.0.1", () => console.log(listener.address().port));
