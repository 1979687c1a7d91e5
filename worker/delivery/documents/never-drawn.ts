// An empty module in place of what jsPDF loads to draw web pages and SVG (wrangler.toml, [alias]). We draw neither, and
// the real modules would make the Worker a tenth larger.

export default null;
