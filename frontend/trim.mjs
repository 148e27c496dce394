// Leaves out of the design system what no page uses: component rules for classes we never name,
// and every custom property that no remaining rule reads, directly or through another property.
import postcss from 'postcss';

const reads = (value) => [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name);

/** A selector stays when each utrecht-* class it needs is used; what it excludes does not count. */
function keeps(selector, used) {
  const needed = selector.replace(/:not\([^()]*\)/g, '').match(/\.utrecht-[\w-]+/g) ?? [];
  return needed.every((name) => used.has(name.slice(1)));
}

function dropUnusedRules(root, used) {
  root.walkRules((rule) => {
    if (!rule.selector.includes('.utrecht-') || rule.selectors === undefined) return;
    if (!inLayer(rule, 'nlds')) return;
    const kept = rule.selectors.filter((selector) => keeps(selector, used));
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
}

function inLayer(node, name) {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type === 'atrule' && parent.name === 'layer' && parent.params === name) return true;
  }
  return false;
}

function dropUnusedProperties(root) {
  const readBy = new Map(); // property → properties its values read
  const needed = [];
  root.walkDecls((decl) => {
    if (!decl.prop.startsWith('--')) needed.push(...reads(decl.value));
    else readBy.set(decl.prop, [...(readBy.get(decl.prop) ?? []), ...reads(decl.value)]);
  });
  const used = new Set();
  while (needed.length > 0) {
    const name = needed.pop();
    if (used.has(name)) continue;
    used.add(name);
    needed.push(...(readBy.get(name) ?? []));
  }
  root.walkDecls(/^--/, (decl) => {
    if (!used.has(decl.prop)) decl.remove();
  });
}

function dropEmpty(root) {
  root.walk((node) => {
    if (node.nodes?.length === 0) {
      let empty = node;
      while (empty.parent && empty.parent.nodes.length === 1 && empty.parent.type !== 'root') {
        empty = empty.parent;
      }
      empty.remove();
    }
  });
}

export function trim(css, used) {
  const root = postcss.parse(css);
  dropUnusedRules(root, used);
  dropUnusedProperties(root);
  dropEmpty(root);
  return root.toString();
}
