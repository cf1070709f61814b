const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** Removes what an earlier build left. */
async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Copies what the compiler does not: the icons and the codex of each node. */
function assets() {
	return src(['icons/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false }).pipe(dest('dist'));
}

module.exports = { clean, assets };
