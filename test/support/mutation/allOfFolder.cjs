const { testFilesOf, withoutLong } = require('./testFiles.cjs');

globalThis.it = withoutLong(globalThis.it);

// The unit tests of the folder that mutation testing changes, as one file: loading the modules takes longer than the
// tests, and so they load once for each change.
for (const file of testFilesOf(process.env.MUTATED_FOLDER).together) require(file);
