// n8n loads the nodes and credentials named in package.json; this file only has to exist.
module.exports = {};
