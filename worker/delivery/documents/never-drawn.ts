// Stands in for what jsPDF loads to draw web pages and SVG (wrangler.toml, [alias]). We draw neither, and the real
// ones would make the Worker larger by a tenth.

export default null;
